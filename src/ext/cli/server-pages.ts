import { apiError, responseOfError } from '../../routes/api-error.js'
import { valueAt } from '../../routes/protocol/fields.js'
import { CommandError } from './command.js'
import type { ExchangeMemory } from './exchange-memory.js'
import type { ServerMetrics } from './server-metrics.js'
import { ServerPage } from './server-page.js'

/** The state that the pages of a server show and change. */
interface PagesOptions {
  readonly memory: ExchangeMemory
  readonly metrics: () => Promise<ServerMetrics>
  /** Lists the rules in effect, with the numbers of their calls. */
  listRules(): readonly object[]
  /**
   * Sets rules by their text.
   *
   * @throws {CommandError} When the text is broken; the `cause` has all faults.
   */
  setRules(text: string): Promise<void>
  /** Goes back to the state of the start. */
  reset(): void
}

const ok = () => Response.json({ status: 'ok' })

/** The most characters of rules that a test sends: the parser takes quadratic time for a huge map. */
const MOST_CHARACTERS = 1_000_000

/** The paths of the pages. */
const PATHS = ['/health', '/_calls', '/_rules', '/_reset', '/_metrics']

/** Recognizes the URL of a page: requests to pages are no calls. */
export function isPagePath(url: string): boolean {
  const [path = ''] = url.split('?')
  return PATHS.includes(path)
}

/** Makes the pages of a server. */
export function serverPages(options: PagesOptions): ServerPage[] {
  const { memory, metrics } = options
  return [
    new ServerPage('GET', '/health', () => Response.json({ status: 'ok', uptime: uptime() })),
    // Programs that wait for a server often ask for the headers alone.
    new ServerPage('HEAD', '/health', ok),
    new ServerPage('GET', '/_calls', () => Response.json({ calls: memory.entries })),
    new ServerPage('DELETE', '/_calls', () => {
      memory.clear()
      return ok()
    }),
    new ServerPage('GET', '/_rules', () => Response.json({ rules: options.listRules() })),
    new ServerPage('POST', '/_rules', async (request) => {
      const text = await request.text()
      if (text.length > MOST_CHARACTERS) return tooManyRules()
      try {
        await options.setRules(text)
      } catch (error) {
        if (error instanceof CommandError) return wrongRules(error)
        throw error
      }
      return Response.json({ rules: options.listRules() })
    }),
    new ServerPage('POST', '/_reset', () => {
      options.reset()
      return ok()
    }),
    new ServerPage('GET', '/_metrics', async () => textOf(await metrics())),
  ]
}

function uptime(): number {
  return Math.round(performance.now()) / 1000
}

async function textOf(metrics: ServerMetrics): Promise<Response> {
  const headers = { 'content-type': metrics.contentType }
  return new Response(await metrics.print(), { headers })
}

function tooManyRules(): Response {
  const message = `Failed to set rules: the text has more than ${MOST_CHARACTERS} characters.`
  return responseOfError(apiError(413, { message, code: 'invalid_rules' }))
}

function wrongRules({ message, cause }: CommandError): Response {
  const faults = valueAt(cause, 'faults')
  return responseOfError(apiError(400, { message, code: 'invalid_rules', faults }))
}
