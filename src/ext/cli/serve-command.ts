import { ServeError, type NodeServer } from '../node/serve.js'
import type { Rules } from '../rules/rules-of-file.js'
import { CommandError, type Command } from './command.js'
import { OpenAIServer } from './openai-server.js'
import { RequestLog } from './request-log.js'
import { loadServedRules, readRulesSource, type RulesSource } from './rules-source.js'
import { readServeSettings, type ServeSettings } from './serve-settings.js'
import { startLines } from './start-lines.js'
import type { Terminal } from './terminal.js'
import { watchRules } from './watch-rules.js'

const USUAL_PORT = 3000

/** The command `serve`: a whole OpenAI on this machine, until a signal ends it. */
export const serveCommand: Command = {
  help: `
Serves a whole OpenAI on this machine.

Usage: msw-openai serve [rules.yaml] [options]

Options:
  -c, --config <file>    the rules file; - for the standard input, which is also read where it
                         is a file, or a pipe with content, and no file is named
  -p, --port <number>    the port; 0 for a free one (${USUAL_PORT}, or the port of the rules file)
      --host <address>   the address to listen on (127.0.0.1: this machine alone)
      --api-key <key>    the only key that is accepted (every key, or that of the rules file)
      --model <name>     a model that GET /v1/models lists, instead of OpenAI's; may be repeated.
                         Requests may name any model
      --seed <integer>   chooses other answers where no rule answers
      --pace <tempo>     the time between the events of all streams: milliseconds, or
                         first=300,each=30,jitter=10 or first=300,tokensPerSecond=50.
                         The pace of a rule is added
      --body-limit <MB>  the most megabytes of the body of a request (64)
  -w, --watch            reads the rules file again when it changes, or a recording in it
  -l, --log-file <file>  gets a line of JSON for each request, behind what is there
  -v, --verbose          prints the bodies and the errors of requests, too
  -q, --quiet            prints no requests
  -h, --help             prints this help

Pages, which need no key:
  GET    /health         { "status": "ok" }
  GET    /_calls         the last 1,000 requests with their outcomes
  DELETE /_calls         forgets them
  GET    /_rules         the ids of the rules
  POST   /_rules         sets the rules: the text of a rules file in YAML or JSON
  POST   /_reset         goes back to the state of the start
  GET    /_metrics       metrics for Prometheus

Examples:
  msw-openai serve                              answers without any rules
  msw-openai serve rules.yaml --watch           answers by rules, read again when they change
  msw-openai serve rules.yaml -p 0 -q           on a free port, without a line for each request
  msw-openai serve --pace first=300,each=30     streams as slowly as a model does
  cat rules.yaml | msw-openai serve -c -        reads the rules from the standard input
  curl --data-binary @rules.yaml http://127.0.0.1:${USUAL_PORT}/_rules
`,

  async run(args, terminal) {
    const settings = readServeSettings(args)
    const source = await readRulesSource(settings.file, terminal)
    const rules = source && (await loadServedRules(source, terminal))
    const openai = createServer(settings, terminal, source, rules)
    const ended = Promise.race([signal(terminal, 'SIGINT'), signal(terminal, 'SIGTERM')])
    const server = await listen(openai, settings.port ?? rules?.port ?? USUAL_PORT)
    // The watch begins before the first line is printed: a user changes the file after that.
    const stop = settings.watch && source ? await watchRules(source, openai, terminal) : undefined
    terminal.stdout.write(startLines({ server, settings, source, rules, apiKey: openai.apiKey }))

    await ended
    stop?.()
    await server.close()
    await openai.settled()
    return 0
  },
}

function createServer(
  settings: ServeSettings,
  terminal: Terminal,
  source: RulesSource | undefined,
  rules: Rules | undefined,
): OpenAIServer {
  const { verbosity, logFile: file } = settings
  const log = new RequestLog(terminal, { verbosity, file })
  const path = source?.path
  const parse = (text: string) => loadServedRules({ name: '/_rules', path, text }, terminal)
  return new OpenAIServer({ settings, rules, log, parse })
}

/** @throws {CommandError} When the server cannot listen. */
async function listen(openai: OpenAIServer, port: number): Promise<NodeServer> {
  try {
    return await openai.listen(port)
  } catch (error) {
    if (!(error instanceof ServeError)) throw error
    const isInUse = Reflect.get(Object(error.cause), 'code') === 'EADDRINUSE'
    if (!isInUse) throw new CommandError(error.message)
    const place = `port ${port} of ${error.hostname}`
    throw new CommandError(
      `Failed to serve on ${place}: the port is in use. Give another --port, or --port 0 for a free one.`,
    )
  }
}

function signal(terminal: Terminal, name: 'SIGINT' | 'SIGTERM'): Promise<void> {
  return new Promise((resolve) => {
    terminal.once(name, () => resolve())
  })
}
