import type { RequestHandler } from 'msw'
import type { RouteResponse } from '../../routes/responder.js'
import type { MaybePromise } from '../../streaming/index.js'
import { andThen, areSame } from '../../streaming/internal.js'
import { askHandlers, firstAnswer } from '../http/ask-handlers.js'
import type { IncomingRequest } from './incoming-request.js'

/** Adjacent handlers for the same origin. */
interface OriginGroup {
  /** The origin; undefined where the path is a pattern or a function, which names none. */
  readonly origin: string | undefined
  readonly handlers: RequestHandler[]
}

/** The groups of an array of handlers, as long as the array has the same content. */
interface Grouping {
  readonly server: string
  readonly handlers: readonly RequestHandler[]
  readonly groups: readonly OriginGroup[]
}

const groupings = new WeakMap<readonly RequestHandler[], Grouping>()

/**
 * Asks handlers for a response, in their order. Each handler gets the request as if it had been
 * sent to the origin in the path of the handler: the path of a route begins with
 * `https://api.openai.com`.
 */
export function askByOrigin(
  handlers: readonly RequestHandler[],
  incoming: IncomingRequest,
): MaybePromise<RouteResponse | undefined> {
  const { server } = incoming
  const groups = groupsOf(handlers, server)
  return firstAnswer(groups, ({ origin, handlers: some }) =>
    andThen(origin ?? originFor(some, incoming, groups), (target) =>
      target ? askHandlers(some, incoming.requestAt(target), server) : undefined,
    ),
  )
}

/** Groups handlers. Most requests meet the handlers of the request before. */
function groupsOf(handlers: readonly RequestHandler[], server: string): readonly OriginGroup[] {
  const last = groupings.get(handlers)
  if (last?.server === server && areSame(last.handlers, handlers)) return last.groups

  const groups = newGroups(handlers, server)
  groupings.set(handlers, { server, handlers: handlers.slice(), groups })
  return groups
}

function newGroups(handlers: readonly RequestHandler[], server: string): OriginGroup[] {
  const all: OriginGroup[] = []
  for (const handler of handlers) {
    const path: unknown = Reflect.get(handler.info, 'path')
    const origin = typeof path === 'string' ? originOf(path, server) : undefined
    const last = all.at(-1)
    if (last && origin && last.origin === origin) last.handlers.push(handler)
    else all.push({ origin, handlers: [handler] })
  }
  return all
}

/** Gives the origin in a path; the server's own where the path has none. */
function originOf(path: string, server: string): string {
  const [plain] = /^https?:\/\/[\w.-]+(:\d+)?(?=\/|$)/.exec(path) ?? []
  if (plain) return plain

  const [, scheme = '', host = ''] = /^(?:([^/]*:)?\/\/)?([^/]*)/.exec(path) ?? []
  const hasScheme = /^https?:$/.test(scheme)
  if (host === '' || (host === '*' && !hasScheme)) return server

  const origin = `${hasScheme ? scheme : 'https:'}//${matching(host, server)}`
  return URL.canParse(origin) ? origin : server
}

/** Makes a host and a port that match those of a path with wildcards and `:params`. */
function matching(host: string, server: string): string {
  const { port } = new URL(server)
  return host
    .replace(/:\*+$/, `:${port}`)
    .replaceAll(/:([a-z_]\w*)[?*+]?/gi, '$1')
    .replaceAll(/\*+/g, 'any')
}

/** Finds an origin at which one of the handlers matches, whose paths are patterns or functions. */
async function originFor(
  handlers: readonly RequestHandler[],
  incoming: IncomingRequest,
  all: readonly OriginGroup[],
): Promise<string | undefined> {
  const origins = new Set([incoming.server, ...all.flatMap(({ origin }) => origin ?? [])])
  for (const origin of origins) {
    const request = incoming.requestAt(origin).toRequest()
    const tests = handlers.map((handler) => handler.test({ request }))
    if ((await Promise.all(tests)).includes(true)) return origin
  }
}
