import type { SseRecord } from '../../streaming/index.js'
import { eventOfRecord } from '../../streaming/internal.js'
import type { AnyEndpoint } from '../dialect.js'

const ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/** Frames the events of an endpoint with the JSON of Go, which escapes what HTML gives a meaning. */
export function withEscapes<Declared extends AnyEndpoint>(endpoint: Declared): Declared {
  const { wire } = endpoint
  if (!wire) return endpoint
  const changed: typeof wire = {
    ...wire,
    frame: (event) => escaped(wire.frame(event)),
    // JSON with escapes is read as any other.
    read: (name, data) => eventOfRecord(wire, name, data),
  }
  return { ...endpoint, wire: changed }
}

/** Escapes a record of JSON as Go does. */
export function escaped({ data, ...record }: SseRecord): SseRecord {
  const text = data.replace(/[<>&\u2028\u2029]/g, (character) => ESCAPES[character] ?? character)
  return { ...record, data: text }
}
