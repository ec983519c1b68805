import { isAsymmetric } from '../../routes/protocol/asymmetric.js'
import type { MaybePromise } from '../../streaming/maybe-promise.js'
import { hint, paragraphs, bothValues, type MatcherContext, type Verdict } from './context.js'
import { assertPattern, type Pattern } from './pattern.js'
import { expectProtocol } from './protocols/protocols.js'
import { explainText } from './text-difference.js'
import { withEvents, type StreamOptions } from './with-events.js'

const name = 'toStreamText'

/** Expect the assistant's text of a stream, whole or cut. */
export function toStreamText(
  context: MatcherContext,
  received: unknown,
  expected: Pattern,
  options: StreamOptions = {},
): MaybePromise<Verdict> {
  assertPattern(name, expected)
  const first = hint(context, name, 'stream', 'expected')

  return withEvents(context, { name, ...options }, received, (events) => {
    const pieces = piecesOf(events)
    const text = pieces.join('')
    const pass = matches(expected, text)
    const explanation = () => {
      if (pass) return `Expected anything but this text:\n${bothValues(context, expected, text)}`
      if (typeof expected === 'string') return explainText(context, expected, pieces, events)
      return `The text does not match:\n${bothValues(context, expected, text)}`
    }
    return { pass, message: () => paragraphs(first, explanation()) }
  })
}

/** What each event adds to the text. */
function piecesOf(events: readonly unknown[]): string[] {
  const protocol = expectProtocol(events)
  return events.map((event) => (protocol?.is(event) ? protocol.text(event) : ''))
}

function matches(expected: Pattern, text: string): boolean {
  if (typeof expected === 'string') return text === expected
  return isAsymmetric(expected) ? expected.asymmetricMatch(text) : text.search(expected) >= 0
}
