import { isScript } from '../../streaming/index.js'
import { isPromise } from '../../streaming/maybe-promise.js'
import type { Reading } from '../../streaming/reading.js'
import { protocolOf } from './protocols/protocols.js'
import { readEvents } from './with-events.js'

/**
 * Prints the events of a stream in snapshots, one a line and without what says nothing, such
 * as ids and timestamps. Takes scripts that are not async, and arrays of events: of chat
 * completions, responses and runs, and nothing else.
 *
 * @example
 * expect.addSnapshotSerializer(streamSerializer)
 * expect(await collect(stream)).toMatchSnapshot()
 */
export const streamSerializer = {
  test(value: unknown): boolean {
    return readingOf(value) !== undefined
  },

  serialize(value: unknown, config: { readonly indent: string }, indentation: string): string {
    const { items = [], failure } = readingOf(value) ?? {}
    const lines = items.map((event) => protocolOf(event)?.line(event))
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
  if (isPromise<Reading>(reading)) return undefined
  const { items } = reading
  const protocol = protocolOf(items[0])
  return protocol && items.every((event) => protocol.is(event)) ? reading : undefined
}
