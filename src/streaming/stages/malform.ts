import { eventFault } from './event-fault.js'
import type { Stage } from './stage.js'

/** A record: what is before its data, the data, and the blank line. */
const RECORD = /^((?:event: .*\r?\n)?data: )([^]*?)(\r?\n\r?\n)$/

/**
 * Break the JSON of event `index`, which is zero-based: half of it is left out. The
 * record around it stays whole, and so does the count of events. A script that ends
 * sooner is a broken one, and so is an event that is no JSON.
 *
 * @throws {RangeError} Unless `index` is zero or a positive integer.
 */
export function malform(index: number): Stage {
  return eventFault('malform', index, (frame) => {
    const text = malformed(new TextDecoder().decode(frame.bytes))
    if (text !== undefined) return [{ ...frame, bytes: new TextEncoder().encode(text) }]

    throw new TypeError(`Failed to apply malform(${index}): event ${index} is no record of JSON.`)
  })
}

/** The record with half of its JSON, where that is JSON and half of it is not. */
function malformed(record: string): string | undefined {
  const [, head, data, tail] = RECORD.exec(record) ?? []
  if (data === undefined) return undefined

  const json = data.replaceAll('\ndata: ', '\n')
  const half = firstHalf(json)
  if (!isJson(json) || isJson(half)) return undefined

  return `${head}${half.replaceAll('\n', '\ndata: ')}${tail}`
}

/** Whole characters only, so that it stays UTF-8. */
function firstHalf(text: string): string {
  const characters = Array.from(text.trim())
  return characters
    .slice(0, characters.length / 2)
    .join('')
    .trimEnd()
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    // What it is instead does not matter.
    return false
  }
}
