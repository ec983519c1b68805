import { printBoth } from '../../routes/protocol/print.js'

/** The `this` of a matcher: the part of it that Vitest and Jest have in common. */
export interface MatcherContext {
  readonly isNot?: boolean
  /** `resolves` or `rejects`, if the test has one of them. */
  readonly promise?: string
  /** The testers of `expect.addEqualityTesters()`. */
  readonly customTesters?: readonly unknown[]
  equals(received: unknown, expected: unknown, testers?: readonly unknown[]): boolean
  readonly utils: MatcherUtils
}

/** Functions that write parts of a message. */
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
  readonly pass: boolean
  readonly message: () => string
}

/** Writes the first line of a message: the assertion as the test has it. */
export function hint(
  { utils, isNot = false, promise = '' }: MatcherContext,
  name: string,
  received: string,
  expected = '',
): string {
  return utils.matcherHint(name, received, expected, { isNot, promise })
}

/** Joins the parts of a message with empty lines between; empty parts are skipped. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter(Boolean).join('\n\n')
}

/** Prints the expected value, and the received one below it. */
export function bothValues({ utils }: MatcherContext, one: unknown, other: unknown): string {
  const [expected, received] = printBoth(one, other)
  return `  expected: ${utils.EXPECTED_COLOR(expected)}\n  received: ${utils.RECEIVED_COLOR(received)}`
}

/** Writes a number of things: `1 event`, `2 events`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** Explains a stream without events, which no server sends. */
export function ifNoEvents(events: readonly unknown[]): string {
  return events.length > 0 ? '' : 'The stream gave no events at all: has it been read before?'
}

/** The number of events that a message shows before and behind the one that differs. */
const AROUND = 2

/** The longest line that a message shows, in characters. */
const LONGEST = 96

/**
 * Shows the lines of the items around one.
 *
 * @param index The zero-based index of the item; -1 shows the first ones.
 * @param marked The lines of the item itself.
 * @param line Shows an item on one line.
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

/** Writes the line of an item behind a mark and its index; a long line is cut. */
export function numberedLine(mark: string, index: number, line: string): string {
  const shown = line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
  return `  ${mark} ${index}  ${shown}`
}

/** Writes how many items are not shown; no line where all are. */
export function moreLine(number: number): string[] {
  return number > 0 ? [`    … ${number} more`] : []
}
