import { RequestHandler } from 'msw'
import { askHandlers } from '../http/ask-handlers.js'
import type { IncomingRequest } from './incoming-request.js'

/** Handlers that follow each other, and answer for the same origin. */
interface OriginGroup {
  /** Undefined where the path is no text, and names no origin. */
  readonly origin: string | undefined
  readonly handlers: RequestHandler[]
}

/**
 * Asks handlers, in their order, each as if the request had been sent to the origin that its path
 * names: routes are made for `https://api.openai.com`, and not for this server.
 */
export async function askByOrigin(
  handlers: readonly RequestHandler[],
  incoming: IncomingRequest,
): Promise<Response | undefined> {
  const { server } = incoming
  const groups = groupsOf(handlers, server)
  for (const { origin, handlers: some } of groups) {
    const at = origin ?? (await originFor(some, incoming, groups))
    const response = at && (await ask(some, incoming.at(at), server))
    if (response) return response
  }
}

function ask(handlers: RequestHandler[], request: Request, server: string) {
  // MSW copies a request for a log that nobody writes here, unless it has a copy. Other releases may not.
  RequestHandler.cache?.set(request, request)
  return askHandlers(handlers, request, server)
}

function groupsOf(handlers: readonly RequestHandler[], server: string): OriginGroup[] {
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

/** Gives the origin that a path names: the server's own where it names none. */
function originOf(path: string, server: string): string {
  const [plain] = /^https?:\/\/[\w.-]+(:\d+)?(?=\/|$)/.exec(path) ?? []
  if (plain) return plain

  const [, scheme = '', host = ''] = /^(?:([^/]*:)?\/\/)?([^/]*)/.exec(path) ?? []
  if (host === '' || host === '*') return server

  const origin = `${/^https?:$/.test(scheme) ? scheme : 'https:'}//${matching(host, server)}`
  return URL.canParse(origin) ? origin : server
}

/** Makes a host and a port that match those of a path, where it has wildcards and `:params`. */
function matching(host: string, server: string): string {
  const { port } = new URL(server)
  return host
    .replace(/:\*+$/, `:${port}`)
    .replaceAll(/:([a-z_]\w*)[?*+]?/gi, '$1')
    .replaceAll(/\*+/g, 'any')
}

/** Finds an origin at which a handler matches, where its path is a pattern or a function. */
async function originFor(
  handlers: readonly RequestHandler[],
  incoming: IncomingRequest,
  all: readonly OriginGroup[],
): Promise<string | undefined> {
  const origins = new Set([incoming.server, ...all.flatMap(({ origin }) => origin ?? [])])
  for (const origin of origins) {
    const request = incoming.at(origin)
    const tests = handlers.map((handler) => handler.test({ request }))
    if ((await Promise.all(tests)).includes(true)) return origin
  }
}
