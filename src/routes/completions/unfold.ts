import type { Completion } from 'openai/resources/completions'
import type { UnfoldRequest } from '../endpoint.js'
import { assertShape } from '../protocol/assert-shape.js'
import type { By } from '../protocol/cut-text.js'
import { interleaveParts } from '../protocol/interleave-parts.js'
import { TextChunks } from './text-chunks.js'
import { wholeTextCompletion } from './text-completion-schema.js'
import { CompletionWriter } from './writer.js'

type Chunks = Generator<Completion, void, undefined>
type Choice = Completion['choices'][number]

/** The fields of a request on which the chunks of a completion depend. */
export interface CompletionStreamBody {
  /** The options of the stream, on the wire `stream_options`. */
  readonly stream_options?: { readonly include_usage?: boolean } | null | undefined
}

/**
 * Unfolds a legacy completion to the chunks of a stream, with the usage where the request asks for
 * usage. `foldCompletion()` makes the same completion of the chunks.
 *
 * @param request The request, whose `body` may have `stream_options: { include_usage: true }`; and `by`,
 * the way to cut the texts.
 * @throws {TypeError} When a field of the completion is missing, or of a wrong type.
 *
 * @example
 * const body = { stream_options: { include_usage: true } }
 * const chunks = [...unfoldCompletion(completeCompletion('Hello'), { body })]
 */
export function* unfoldCompletion(
  completion: Completion,
  { body, by }: Partial<UnfoldRequest<CompletionStreamBody>> = {},
): Chunks {
  assertShape(wholeTextCompletion, completion, 'unfold a completion')
  const { id, object: _, created, model, system_fingerprint, choices, usage, ...rest } = completion
  const include_usage = body?.stream_options?.include_usage ?? false
  const chunks = new TextChunks({ id, created, model, system_fingerprint, include_usage })
  const all = [
    ...interleaveParts(
      choices.map((choice) => writeText(chunks, choice, by)),
      () => false,
    ),
    ...writeEnds(chunks, choices),
    ...(include_usage && usage ? [chunks.usage(usage)] : []),
  ]
  // The last chunk has all other fields of the completion.
  yield* all.map((chunk, index) => (index === all.length - 1 ? { ...chunk, ...rest } : chunk))
}

/** Writes the text of a choice. The last piece ends a choice that is cut off at its `length`. */
function* writeText(chunks: TextChunks, choice: Choice, by?: By): Chunks {
  const { text, index, logprobs, finish_reason, ...others } = choice
  const options = endsWithText(choice) ? { by, logprobs, finish_reason } : { by, logprobs }
  for (const chunk of new CompletionWriter(chunks, index).text(text, options)) {
    const choices = chunk.choices.map((each) =>
      each.finish_reason ? { ...each, ...others } : each,
    )
    yield { ...chunk, choices }
  }
}

/** Writes the chunk that ends all choices that no text has ended. */
function* writeEnds(chunks: TextChunks, choices: readonly Choice[]): Chunks {
  const ends = choices
    .filter((choice) => !endsWithText(choice))
    // Without a text, the end has the log probabilities.
    .map((choice) => ({
      ...choice,
      text: '',
      logprobs: choice.text === '' ? choice.logprobs : null,
    }))
  if (ends.length > 0) yield chunks.chunk(ends.map(ordered))
}

/** Recognizes a choice that ends with its last text. */
function endsWithText({ text, finish_reason }: Choice): boolean {
  return finish_reason === 'length' && text !== ''
}

/** Puts the fields of a choice into the order on the wire. */
function ordered({ text, index, logprobs, finish_reason, ...others }: Choice): Choice {
  return { text, index, logprobs, finish_reason, ...others }
}
