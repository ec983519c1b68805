import { isAsymmetric } from '../../routes/protocol/asymmetric.js'
import {
  bothValues,
  count,
  hint,
  ifNoEvents,
  moreLine,
  numberedLine,
  paragraphs,
  surroundingEvents,
  type MatcherContext,
  type Verdict,
} from './matcher-context.js'

/** Two lists that are compared item by item. */
export interface Sequence {
  /** The word for an item, such as `tool call`. */
  readonly noun: string
  readonly expected: readonly unknown[]
  readonly received: readonly unknown[]
  /** Prints an item on one line. */
  readonly line: (item: unknown) => string
  /** The events of the stream from which the received items were read. */
  readonly events: readonly unknown[]
}

/** The most missing or extra items in a message. */
const SHOWN = 3

/** Compares two lists as `toEqual` does. The message shows the first item that differs. */
export function judgeSequence(context: MatcherContext, name: string, sequence: Sequence): Verdict {
  const equals = equality(context)
  const index = differentIndex(sequence, equals)
  const explanation = () => {
    if (index === undefined) return explainSameness(sequence)
    const { expected, received } = sequence
    return index < expected.length && index < received.length
      ? explainItem(context, sequence, index, equals)
      : explainLength(context, sequence, index)
  }
  return {
    pass: index === undefined,
    message: () => paragraphs(hint(context, name, 'stream', 'expected'), explanation()),
  }
}

/** Finds the first index at which the lists differ; undefined where they are the same. */
function differentIndex({ expected, received }: Sequence, equals: Equals): number | undefined {
  const length = Math.max(expected.length, received.length)
  for (let index = 0; index < length; index++) {
    const isInBoth = index < expected.length && index < received.length
    if (!isInBoth || !equals(received[index], expected[index])) return index
  }
  return undefined
}

function explainSameness({ noun, received, line }: Sequence): string {
  const lines = surroundingEvents(received, -1, [], line)
  return paragraphs(`Expected anything but ${count(received.length, `such ${noun}`)}:`, lines)
}

function explainItem(
  context: MatcherContext,
  sequence: Sequence,
  index: number,
  equals: Equals,
): string {
  const { noun, expected, received, line } = sequence
  const { path, ...values } = firstDifference(received[index], expected[index], equals)
  const lines = [
    ...markedLines(context, '-', expected.slice(index, index + 1), index, line),
    ...markedLines(context, '+', received.slice(index, index + 1), index, line),
  ]
  return paragraphs(
    `${capitalized(noun)} ${index} differs${path && ` at ${path}`}:\n` +
      bothValues(context, values.expected, values.received),
    surroundingEvents(received, index, lines, line),
    expected.length === received.length ? '' : `${bothLengths(sequence)}.`,
  )
}

/** Explains that one list is a beginning of the other. */
function explainLength(context: MatcherContext, sequence: Sequence, index: number): string {
  const { expected, received, line, events } = sequence
  const isShort = received.length < expected.length
  const [mark, longer, problem] = isShort
    ? (['-', expected, 'missing'] as const)
    : (['+', received, 'too many'] as const)
  const excess = longer.slice(index)
  const lines = markedLines(context, mark, excess, index, line)
  return paragraphs(
    `${bothLengths(sequence)}. ${excess.length === 1 ? '1 is' : `${excess.length} are`} ${problem}:`,
    surroundingEvents(received.slice(0, index), index, lines, line),
    ifNoEvents(events),
  )
}

/** Makes the lines of expected items, behind `-`, or of received items, behind `+`. */
function markedLines(
  { utils }: MatcherContext,
  mark: '-' | '+',
  items: readonly unknown[],
  first: number,
  line: Sequence['line'],
): string[] {
  const color = mark === '-' ? utils.EXPECTED_COLOR : utils.RECEIVED_COLOR
  const lines = items
    .slice(0, SHOWN)
    .map((item, offset) => numberedLine(mark, first + offset, line(item)))
  return [...lines.map((text) => color(text)), ...moreLine(items.length - SHOWN)]
}

function bothLengths({ noun, expected, received }: Sequence): string {
  return `Expected ${count(expected.length, noun)}, received ${received.length}`
}

function capitalized(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1)
}

/** Compares a received value with the expected one. */
type Equals = (received: unknown, expected: unknown) => boolean

/** The first place where two values differ. */
interface FirstDifference {
  /** The path of the place, such as `choices[0].delta`; empty where the values differ as a whole. */
  readonly path: string
  readonly expected: unknown
  readonly received: unknown
}

/** Makes a comparison as that of `toEqual`, with the custom testers of the test. */
function equality({ equals, customTesters = [], utils }: MatcherContext): Equals {
  const testers = [...customTesters, utils.iterableEquality]
  return (received, expected) => equals(received, expected, testers)
}

/** Finds the first place where two unequal values differ. */
function firstDifference(
  received: unknown,
  expected: unknown,
  equals: Equals,
  path = '',
): FirstDifference {
  const sample = sampleOf(expected)
  const key = comparedKeys(received, expected).find(
    (name) => !equals(get(received, name), get(sample, name)),
  )
  if (key === undefined) return { path, expected, received }

  const below = Array.isArray(received) ? `${path}[${key}]` : `${path && `${path}.`}${key}`
  return firstDifference(get(received, key), get(sample, key), equals, below)
}

/** Lists the keys to compare; none unless both values have fields. */
function comparedKeys(received: unknown, expected: unknown): string[] {
  const sample = sampleOf(expected)
  if (!hasFields(received) || !hasFields(sample)) return []
  return [
    ...new Set([...Object.keys(sample), ...(sample === expected ? Object.keys(received) : [])]),
  ]
}

/** Gives the argument of an `expect.objectContaining()`, and any other value as it is. */
function sampleOf(expected: unknown): unknown {
  const isPartial = isAsymmetric(expected) && String(expected) === 'ObjectContaining'
  return isPartial ? get(expected, 'sample') : expected
}

function hasFields(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isAsymmetric(value)
}

function get(from: unknown, key: string): unknown {
  return Reflect.get(Object(from), key)
}
