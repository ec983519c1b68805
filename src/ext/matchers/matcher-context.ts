import { printBoth } from '../../routes/protocol/print.js'

/** The `this` of a matcher: the part that is the same in Vitest and in Jest. */
export interface MatcherContext {
  /** True behind `.not`. */
  readonly isNot?: boolean
  /** `resolves` or `rejects`, if the test uses one of them. */
  readonly promise?: string
  /** The testers of `expect.addEqualityTesters()`. */
  readonly customTesters?: readonly unknown[]
  /** Compares two values as `toEqual` does. */
  equals(received: unknown, expected: unknown, testers?: readonly unknown[]): boolean
  /** Functions for messages. */
  readonly utils: MatcherUtils
}

/** Functions of Vitest and of Jest that make parts of a message. */
interface MatcherUtils {
  matcherHint(
    name: string,
    received: string,
    expected: string,
    options: { isNot: boolean; promise: string },
  ): string
  EXPECTED_COLOR(text: string): string
  RECEIVED_COLOR(text: string): string
  readonly iterableEquality: unknown
}

/** The result of a matcher. */
export interface Verdict {
  /** True where the received value is as expected, before `.not`. */
  readonly pass: boolean
  /** Makes the message of a failure. */
  readonly message: () => string
}

/** Makes the first line of a message: the assertion, as the test writes it. */
export function hint(
  { utils, isNot = false, promise = '' }: MatcherContext,
  name: string,
  received: string,
  expected = '',
): string {
  return utils.matcherHint(name, received, expected, { isNot, promise })
}

/** Joins the parts of a message with blank lines. Empty parts are skipped. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter(Boolean).join('\n\n')
}

/** Prints the expected value, and the received value below. */
export function bothValues({ utils }: MatcherContext, one: unknown, other: unknown): string {
  const [expected, received] = printBoth(one, other)
  return `  expected: ${utils.EXPECTED_COLOR(expected)}\n  received: ${utils.RECEIVED_COLOR(received)}`
}

/** Makes a number with a noun: `1 event`, `2 events`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** Explains a stream without events, which no server sends; empty for any other. */
export function ifNoEvents(events: readonly unknown[]): string {
  return events.length > 0 ? '' : 'The stream gave no events at all: has it been read before?'
}

/** The number of items in a message on either side of the item that differs. */
const AROUND = 2

/** The length of the longest line in a message, in characters. */
const LONGEST = 96

/**
 * Prints the items around one item.
 *
 * @param index The zero-based index of the item; -1 prints the first items.
 * @param marked The lines of the item itself.
 * @param line Prints an item on one line.
 */
export function surroundingEvents(
  items: readonly unknown[],
  index: number,
  marked: readonly string[],
  line: (item: unknown) => string,
): string {
  const first = Math.max(0, index - AROUND)
  const last = index + 1 + AROUND
  const show = (item: unknown, position: number) => numberedLine(' ', position, line(item))
  const lines = [
    ...moreLine(first),
    ...items.slice(first, Math.max(0, index)).map((item, offset) => show(item, first + offset)),
    ...marked,
    ...items.slice(index + 1, last).map((item, offset) => show(item, index + 1 + offset)),
    ...moreLine(items.length - last),
  ]
  return lines.join('\n')
}

/** Makes the line of an item, behind a mark and the index. A long line is cut. */
export function numberedLine(mark: string, index: number, line: string): string {
  const shown = line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
  return `  ${mark} ${index}  ${shown}`
}

/** Makes the line that counts the items that are not shown; none where all are shown. */
export function moreLine(number: number): string[] {
  return number > 0 ? [`    … ${number} more`] : []
}
