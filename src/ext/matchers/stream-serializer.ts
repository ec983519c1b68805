import { isScript } from '../../streaming/index.js'
import { isPromise } from '../../streaming/internal.js'
import type { Reading } from '../../streaming/internal.js'
import { endpointWithLines, lineOf } from './stream-protocol.js'
import { readEvents } from './with-events.js'

/**
 * Prints the events of a stream in snapshots: one event a line, without ids and times.
 *
 * The serializer prints arrays of events, and scripts that are not async, for every endpoint that
 * declares `events: { line }`, as those of OpenAI do. Other values are printed as usual.
 *
 * @example
 * expect.addSnapshotSerializer(streamSerializer)
 * expect(await collect(stream)).toMatchSnapshot()
 */
export const streamSerializer = {
  /** Returns true for a value that this serializer prints. */
  test(value: unknown): boolean {
    const reading = readingOf(value)
    return reading !== undefined && endpointWithLines(reading.items) !== undefined
  },

  /** Prints the events, one a line. */
  serialize(value: unknown, config: { readonly indent: string }, indentation: string): string {
    const { items, failure } = readingOf(value) ?? { items: [] }
    const endpoint = endpointWithLines(items)
    const lines = items.map((event) => lineOf(event, endpoint))
    if (failure) lines.push(`! ${String(failure.error)}`)
    return [
      'Stream [',
      ...lines.map((line) => `${indentation}${config.indent}${line}`),
      `${indentation}]`,
    ].join('\n')
  },
}

function readingOf(value: unknown): Reading | undefined {
  if (!Array.isArray(value) && !(isScript(value) && Symbol.iterator in value)) return undefined

  const reading = readEvents(value)
  return isPromise(reading) ? undefined : reading
}
