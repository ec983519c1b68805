import type { Equals } from './difference.js'

/** A list that is compared item by item. */
export interface Sequence {
  /** What an item is called. */
  readonly noun: string
  readonly expected: readonly unknown[]
  readonly received: readonly unknown[]
  /** An item on one line. */
  readonly line: (item: unknown) => string
  /** The events that it was taken from. */
  readonly events: readonly unknown[]
}

/** Where two lists begin to differ; undefined where they do not. */
export function firstDifferent(
  { expected, received }: Sequence,
  equals: Equals,
): number | undefined {
  const length = Math.max(expected.length, received.length)
  for (let index = 0; index < length; index++) {
    const isInBoth = index < expected.length && index < received.length
    if (!isInBoth || !equals(received[index], expected[index])) return index
  }
  return undefined
}
