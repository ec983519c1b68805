import { hint, paragraphs, type MatcherContext, type Verdict } from './context.js'
import { count } from './count.js'
import { equality } from './difference.js'
import { excerpt } from './excerpt.js'
import { explainSequence } from './explain-sequence.js'
import { firstDifferent, type Sequence } from './sequence.js'

/** Judge whether two lists are the same, as `toEqual` compares them. */
export function judgeSequence(context: MatcherContext, name: string, sequence: Sequence): Verdict {
  const equals = equality(context)
  const index = firstDifferent(sequence, equals)
  const explanation = () =>
    index === undefined
      ? explainSameness(sequence)
      : explainSequence(context, sequence, index, equals)

  return {
    pass: index === undefined,
    message: () => paragraphs(hint(context, name, 'stream', 'expected'), explanation()),
  }
}

function explainSameness({ noun, received, line }: Sequence): string {
  const lines = excerpt(received, -1, [], line)
  return paragraphs(`Expected anything but ${count(received.length, `such ${noun}`)}:`, lines)
}
