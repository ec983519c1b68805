import type { Completion, CompletionChoice } from 'openai/resources/completions'
import { z } from 'zod'
import { assertEvents } from '../protocol/assert-events.js'
import { damageOf } from '../protocol/schema.js'
import { textIndexOf } from './text-completion-reader.js'
import type { CompletionEvent, WireChoice } from './text-completion-schema.js'
import { joinTextLogprobs, type TextLogprobs } from './text-tokens.js'

type Head = Omit<CompletionEvent, 'choices'>

/** The pieces of one choice, in the order of their arrival. */
interface ChoicePieces {
  readonly texts: string[]
  readonly logprobs: Array<TextLogprobs | null>
  /** The other fields of all chunks of the choice. */
  fields: object
  finish_reason: WireChoice['finish_reason']
}

/** The schema of the fields that folding needs. */
const foldable = z.looseObject({
  choices: z.array(
    z.looseObject({
      index: z.number().nullish(),
      text: z.string(),
      logprobs: z.looseObject({}).nullish(),
    }),
  ),
})

/**
 * Folds the chunks of a stream to the legacy completion that a request without `stream: true` gets.
 *
 * @throws {TypeError} When `chunks` is no list, there are no chunks, a chunk is damaged, or the end
 * of a choice is missing.
 *
 * @example
 * expect(foldCompletion(new Greeting()).choices[0]?.text).toBe('Hello there')
 */
export function foldCompletion(chunks: Iterable<CompletionEvent>): Completion {
  assertEvents(chunks, 'fold a completion')
  const pieces = new Map<number, ChoicePieces>()
  let head: Head | undefined
  let position = 0

  for (const chunk of chunks) {
    const damage = damageOf(foldable, chunk)
    if (damage) fail(`chunk ${position} is ${damage}`)
    const { choices, usage, ...fields } = chunk
    head = { ...head, ...fields, ...(usage && { usage }) }
    for (const choice of choices) collect(pieces, choice)
    position++
  }

  if (!head) fail('it has no chunks. Expected one chunk at least')
  const ordered = [...pieces].toSorted(([one], [other]) => one - other)
  return completionOf(
    head,
    ordered.map(([index, collected]) => toChoice(index, collected)),
  )
}

/** Makes a completion, with its fields in the order of an answer that is not streamed. */
function completionOf(
  { id, object, created, model, usage, ...rest }: Head,
  choices: CompletionChoice[],
): Completion {
  return { id, object, created, model, choices, ...(usage && { usage }), ...rest }
}

function collect(all: Map<number, ChoicePieces>, choice: WireChoice): void {
  const { text, index: _, logprobs = null, finish_reason, ...fields } = choice
  const index = textIndexOf(choice)
  const pieces = all.get(index) ?? { texts: [], logprobs: [], fields: {}, finish_reason: null }
  all.set(index, pieces)

  pieces.texts.push(text)
  pieces.logprobs.push(logprobs)
  pieces.fields = { ...pieces.fields, ...fields }
  pieces.finish_reason = finish_reason ?? pieces.finish_reason
}

function toChoice(
  index: number,
  { texts, logprobs, fields, finish_reason }: ChoicePieces,
): CompletionChoice {
  if (!finish_reason) {
    fail(`choice ${index} has no end. Expected a chunk with its finish_reason`)
  }
  const joined = joinTextLogprobs(logprobs)
  return { text: texts.join(''), index, logprobs: joined, finish_reason, ...fields }
}

function fail(reason: string): never {
  throw new TypeError(`Failed to fold a completion: ${reason}.`)
}
