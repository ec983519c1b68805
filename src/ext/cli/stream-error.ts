import { RecordReader, type WireRecord } from '../../routes/lint/record-reader.js'
import { hasError } from '../../routes/lint/stream-item.js'
import { textAt, valueAt } from '../../routes/protocol/fields.js'
import { jsonIn } from '../../routes/protocol/json.js'
import { print } from '../../routes/protocol/print.js'
import type { StreamChunk } from '../show/recorded-stream.js'
import { messageOf } from './server-failure.js'

/** Finds the first error inside a stream, and gives its message; undefined for a stream without one. */
export function errorInStream(chunks: readonly StreamChunk[]): string | undefined {
  for (const { name, data = '' } of recordsOf(chunks)) {
    const error = errorOf(name, jsonIn(data))
    if (error !== undefined) return messageOf(error) || print(error)
  }
  return undefined
}

function* recordsOf(chunks: readonly StreamChunk[]): Generator<WireRecord> {
  const reader = new RecordReader()
  for (const { bytes } of chunks) yield* reader.read(bytes)
  const last = reader.end()
  if (last) yield last
}

/** Gives the object that has the error of an event: the event itself, or the response inside it. */
function errorOf(name: string | undefined, event: unknown): unknown {
  const isNamed = name === 'error' || textAt(event, 'type') === 'error'
  return isNamed ? event : [event, valueAt(event, 'response')].find(hasError)
}
