import { isAsymmetric } from '../../routes/protocol/asymmetric.js'
import type { MaybePromise } from '../../streaming/index.js'
import { assertPattern, type Pattern } from './matcher-arguments.js'
import {
  bothValues,
  count,
  hint,
  ifNoEvents,
  numberedLine,
  paragraphs,
  surroundingEvents,
  type MatcherContext,
  type Verdict,
} from './matcher-context.js'
import { lineOf, textsOf } from './stream-protocol.js'
import { withEvents, type StreamOptions } from './with-events.js'

/** A stream, with the text that each of its events adds. */
interface StreamedText {
  readonly events: readonly unknown[]
  readonly texts: readonly string[]
  /** Prints an event on one line. */
  readonly line: (event: unknown) => string
}

/** Expects the assistant's text of a stream, whole or cut. */
export function toStreamText(
  context: MatcherContext,
  received: unknown,
  expected: Pattern,
  options: StreamOptions = {},
): MaybePromise<Verdict> {
  const name = 'toStreamText'
  assertPattern(name, expected)
  const first = hint(context, name, 'stream', 'expected')

  return withEvents(context, name, options, received, (events, { endpoint }) => {
    const texts = textsOf(events, endpoint)
    const pass = matches(expected, texts.join(''))
    const streamed = { events, texts, line: (event: unknown) => lineOf(event, endpoint) }
    return {
      pass,
      message: () => paragraphs(first, explain(context, expected, streamed, pass)),
    }
  })
}

function matches(expected: Pattern, text: string): boolean {
  if (typeof expected === 'string') return text === expected
  return isAsymmetric(expected) ? expected.asymmetricMatch(text) : text.search(expected) >= 0
}

function explain(
  context: MatcherContext,
  expected: Pattern,
  streamed: StreamedText,
  pass: boolean,
): string {
  if (!pass && typeof expected === 'string') return explainText(context, expected, streamed)

  const text = streamed.texts.join('')
  const problem = pass ? 'Expected anything but this text' : 'The text does not match'
  return `${problem}:\n${bothValues(context, expected, text)}`
}

/** Explains at which character the text differs, and shows the event with that character. */
function explainText(
  context: MatcherContext,
  expected: string,
  { events, texts, line }: StreamedText,
): string {
  const text = texts.join('')
  const start = commonLength(expected, text)
  const verb = start === text.length ? 'ends' : 'differs'
  const index = eventAt(texts, start)
  const where = index < 0 ? '' : `, in event ${index}`
  const lines = index < 0 ? [] : [numberedLine('>', index, line(events[index]))]

  return paragraphs(
    `The text ${verb} after ${count(start, 'character')}${where}:\n` +
      bothValues(context, expected, text),
    surroundingEvents(events, index, lines, line),
    ifNoEvents(events),
  )
}

function commonLength(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  return length
}

/** Finds the event that has a character, or else the last event with text. */
function eventAt(texts: readonly string[], start: number): number {
  let end = 0
  const index = texts.findIndex((text) => (end += text.length) > start)
  return index < 0 ? texts.findLastIndex((text) => text !== '') : index
}
