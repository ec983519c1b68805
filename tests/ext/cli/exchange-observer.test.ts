import { createRoute, unnamed, type Route } from 'msw-openai'
import { createServer } from 'node:http'
import { PassThrough } from 'node:stream'
import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import { ExchangeObserver } from '../../../src/ext/cli/exchange-observer.js'
import { RequestLog } from '../../../src/ext/cli/request-log.js'
import { serveOn } from '../../../src/ext/node/serve.js'
import { Scripted } from '../../routes/support.js'

const generation = z.looseObject({ content: z.string(), stop: z.boolean() })
type Generation = z.infer<typeof generation>

/** The completions of a server of llama.cpp, which are none of OpenAI. */
const llama = {
  name: 'llama.completion',
  method: 'POST',
  path: '/completion',
  wire: { event: generation, frame: unnamed, isFinal: ({ stop }: Generation) => stop },
  fold: (events: Iterable<Generation>) => [...events].at(-1),
} as const

const counts = z.object({ tokens_evaluated: z.number(), tokens_predicted: z.number() })

const hello = new Scripted<Generation>([
  { content: 'Hello', stop: false },
  { content: '', stop: true, tokens_evaluated: 12, tokens_predicted: 3 },
])

/** Asks a route of llama.cpp for a stream and for a plain answer, and gives the lines of the log. */
async function linesOf(route: Route<Generation>): Promise<string[]> {
  const stdout = new PassThrough({ encoding: 'utf8' })
  const terminal = { ...process, stdout, env: {} }
  const log = new RequestLog(terminal, { verbosity: 'normal', file: undefined })
  const observer = new ExchangeObserver({
    isIgnored: () => false,
    ruleOf: () => undefined,
    onBegin: () => undefined,
    onStream: () => undefined,
    onEnd: (_, entry) => log.write(entry, []),
  })
  await using server = await serveOn(createServer(), [route], {}, observer)
  for (const stream of [true, false]) {
    const body = JSON.stringify({ stream })
    await (await fetch(`${server.baseURL}/completion`, { method: 'POST', body })).text()
    await observer.settled()
  }
  return String(stdout.read())
    .trimEnd()
    .replaceAll(/\d+ ms/g, 'n ms')
    .split('\n')
}

it('logs the tokens of an endpoint of your own, as the endpoint reads them', async () => {
  const create = createRoute({
    ...llama,
    usageOf(sent) {
      const { data } = counts.safeParse(sent)
      return data && { input: data.tokens_evaluated, output: data.tokens_predicted }
    },
  })

  expect(await linesOf(create(hello))).toEqual([
    '200  POST /v1/completion  stream  2 events  completed  12+3 tokens  n ms',
    '200  POST /v1/completion  replied  12+3 tokens  n ms',
  ])
})

it('guesses no tokens of an endpoint that does not read them', async () => {
  const usage = { prompt_tokens: 12, completion_tokens: 3 }
  const create = createRoute(llama)

  expect(await linesOf(create(new Scripted([{ content: '', stop: true, usage }])))).toEqual([
    '200  POST /v1/completion  stream  1 events  completed  n ms',
    '200  POST /v1/completion  replied  n ms',
  ])
})

it('prints the error of a function that reads tokens, and logs the answer without tokens', async () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const create = createRoute({
    ...llama,
    usageOf() {
      throw new RangeError('no counts')
    },
  })
  const lines = await linesOf(create(hello))
  const messages = printed.mock.calls.map(([error]) => String(error))
  printed.mockRestore()

  expect(lines).toEqual([
    '200  POST /v1/completion  stream  2 events  completed  n ms',
    '200  POST /v1/completion  replied  n ms',
  ])
  expect(messages).toEqual(['Error: Failed to read the usage of "llama.completion": no counts'])
})
