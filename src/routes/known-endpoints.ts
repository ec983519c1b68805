import type { z } from 'zod'
import type { EventReader } from './protocol/readers.js'

/** The part of an endpoint that recognizes and reads its events. */
export interface KnownEndpoint {
  /** The name of the endpoint, such as `chat.completions.create`. */
  readonly name: string
  /** Reads the events. */
  readonly events?: EventReader<unknown> | undefined
  /** The wire format, with the schema of the events. */
  readonly wire?: { readonly event: z.ZodType } | undefined
}

/** An endpoint whose events can be read. */
export interface ReadableEndpoint extends KnownEndpoint {
  readonly events: EventReader<unknown>
}

// Registered, so that the ESM build, the CommonJS build and every copy of the package share one
// list.
const key = Symbol.for('msw-openai.endpoints')

/** Adds an endpoint that declares `events` to the list, so that the matchers recognize its events. */
export function rememberEndpoint(endpoint: KnownEndpoint): void {
  if (!isReadable(endpoint)) return

  const known = endpoints()
  if (known.every(({ events }) => events !== endpoint.events)) known.push(endpoint)
}

/** Lists the endpoints that declare `events`, one for each reader, in the order of their first routes. */
export function knownEndpoints(): readonly ReadableEndpoint[] {
  return endpoints()
}

/** Recognizes an endpoint whose events can be read. */
export function isReadable(endpoint: KnownEndpoint): endpoint is ReadableEndpoint {
  return endpoint.events !== undefined
}

function endpoints(): ReadableEndpoint[] {
  const all: ReadableEndpoint[] = Reflect.get(globalThis, key) ?? []
  Reflect.set(globalThis, key, all)
  return all
}
