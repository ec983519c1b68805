import { bothValues, paragraphs, type MatcherContext } from './context.js'
import { count } from './count.js'
import { excerpt, numbered } from './excerpt.js'
import { ifNoEvents } from './no-events.js'
import { lineOf } from './protocols/protocols.js'

/** Explain where a text, which came in pieces, begins to differ: with the event it is in. */
export function explainText(
  context: MatcherContext,
  expected: string,
  pieces: readonly string[],
  events: readonly unknown[],
): string {
  const text = pieces.join('')
  const start = firstDifferent(expected, text)
  const verb = start === text.length ? 'ends' : 'differs'
  const index = eventAt(pieces, start)
  const where = index < 0 ? '' : `, in event ${index}`
  const lines = index < 0 ? [] : [numbered('>', index, lineOf(events[index]))]

  return paragraphs(
    `The text ${verb} after ${count(start, 'character')}${where}:\n` +
      bothValues(context, expected, text),
    excerpt(events, index, lines),
    ifNoEvents(events),
  )
}

function firstDifferent(one: string, other: string): number {
  let index = 0
  while (index < one.length && one[index] === other[index]) index++
  return index
}

/** The event that a character is in, or the last one that had any. */
function eventAt(pieces: readonly string[], start: number): number {
  let end = 0
  const index = pieces.findIndex((piece) => (end += piece.length) > start)
  return index < 0 ? pieces.findLastIndex((piece) => piece !== '') : index
}
