import { bothValues, paragraphs, type MatcherContext } from './context.js'
import { count } from './count.js'
import { differenceOf, type Equals } from './difference.js'
import { excerpt, numbered, rest } from './excerpt.js'
import { ifNoEvents } from './no-events.js'
import type { Sequence } from './sequence.js'

/** How many missing or extra items a message shows. */
const SHOWN = 3

/** Explain how two lists differ from `index` on, with what is around it. */
export function explainSequence(
  context: MatcherContext,
  sequence: Sequence,
  index: number,
  equals: Equals,
): string {
  const { expected, received } = sequence
  const isInBoth = index < expected.length && index < received.length
  return isInBoth
    ? explainItem(context, sequence, index, equals)
    : explainLength(context, sequence, index)
}

function explainItem(
  context: MatcherContext,
  sequence: Sequence,
  index: number,
  equals: Equals,
): string {
  const { noun, expected, received, line } = sequence
  const { path, ...values } = differenceOf(received[index], expected[index], equals)
  const lines = [
    ...marked(context, '-', expected.slice(index, index + 1), index, line),
    ...marked(context, '+', received.slice(index, index + 1), index, line),
  ]
  return paragraphs(
    `${capitalized(noun)} ${index} differs${path && ` at ${path}`}:\n` +
      bothValues(context, values.expected, values.received),
    excerpt(received, index, lines, line),
    expected.length === received.length ? '' : `${lengths(sequence)}.`,
  )
}

/** Explain that one list goes on where the other one ends. */
function explainLength(context: MatcherContext, sequence: Sequence, index: number): string {
  const { expected, received, line, events } = sequence
  const isShort = received.length < expected.length
  const [mark, longer, what] = isShort
    ? (['-', expected, 'missing'] as const)
    : (['+', received, 'too many'] as const)
  const excess = longer.slice(index)
  return paragraphs(
    `${lengths(sequence)}. ${excess.length === 1 ? '1 is' : `${excess.length} are`} ${what}:`,
    excerpt(received.slice(0, index), index, marked(context, mark, excess, index, line), line),
    ifNoEvents(events),
  )
}

/** The lines of what is expected, `-`, or of what was received, `+`. */
function marked(
  { utils }: MatcherContext,
  mark: '-' | '+',
  items: readonly unknown[],
  first: number,
  line: Sequence['line'],
): string[] {
  const color = mark === '-' ? utils.EXPECTED_COLOR : utils.RECEIVED_COLOR
  const lines = items.slice(0, SHOWN).map((item, at) => numbered(mark, first + at, line(item)))
  return [...lines.map((text) => color(text)), ...rest(items.length - SHOWN)]
}

function lengths({ noun, expected, received }: Sequence): string {
  return `Expected ${count(expected.length, noun)}, received ${received.length}`
}

function capitalized(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1)
}
