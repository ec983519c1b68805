import type {
  ResponseContentPartAddedEvent,
  ResponseOutputText,
} from 'openai/resources/responses/responses'
import { cutText, type By } from '../protocol/cut-text.js'
import type { UnnumberedEvent } from './response-event-schema.js'

type ContentPart = ResponseContentPartAddedEvent['part']

/** The place of a part in the output, as events name the place. */
interface Place {
  item_id: string
  output_index: number
  content_index: number
}

/** Makes the events of one part in the content of an item. */
export function* contentPart(part: ContentPart, place: Place, by?: By): Generator<UnnumberedEvent> {
  yield { type: 'response.content_part.added', ...place, part: empty(part) }
  yield* pieces(part, place, by)
  yield { type: 'response.content_part.done', ...place, part: withoutLogprobs(part) }
}

/** Empties the log probabilities: those of a part are with its text and its item alone. */
function withoutLogprobs<Part extends ContentPart>(part: Part): Part {
  return 'logprobs' in part && part.logprobs ? { ...part, logprobs: [] } : part
}

/** Makes the part before its first delta. */
function empty(part: ContentPart): ContentPart {
  if (part.type === 'refusal') return { ...part, refusal: '' }
  if (part.type === 'reasoning_text') return { ...part, text: '' }
  return { ...withoutLogprobs(part), annotations: [], text: '' }
}

function* pieces(part: ContentPart, place: Place, by?: By): Generator<UnnumberedEvent> {
  if (part.type === 'output_text') return yield* outputText(part, place, by)
  if (part.type === 'refusal') {
    const { refusal } = part
    for (const delta of cutText(refusal, by))
      yield { type: 'response.refusal.delta', ...place, delta }
    return yield { type: 'response.refusal.done', ...place, refusal }
  }
  const { text } = part
  for (const delta of cutText(text, by)) {
    yield { type: 'response.reasoning_text.delta', ...place, delta }
  }
  yield { type: 'response.reasoning_text.done', ...place, text }
}

/**
 * Makes the events of a text. A token is in the delta in which the token begins; an annotation
 * follows the delta in which its mark ends, and the citation of a container's file the last delta.
 */
function* outputText(
  { text, annotations, logprobs = [] }: ResponseOutputText,
  place: Place,
  by?: By,
): Generator<UnnumberedEvent> {
  const tokens = placed(logprobs)
  const citations = annotations.map((annotation, annotation_index) => ({
    type: 'response.output_text.annotation.added' as const,
    ...place,
    annotation_index,
    annotation,
  }))
  let sent = 0

  for (const delta of cutText(text, by)) {
    sent += delta.length
    const begun = take(tokens, ({ start }) => start < sent || sent === text.length)
    const delta_logprobs = begun.map(({ token }) => token)
    yield { type: 'response.output_text.delta', ...place, delta, logprobs: delta_logprobs }
    yield* take(citations, ({ annotation }) => endOf(annotation) <= sent)
  }
  yield* citations
  yield { type: 'response.output_text.done', ...place, text, logprobs }
}

/** Adds to each token the offset in the text at which the token begins. */
function placed<Token extends { token: string }>(tokens: readonly Token[]) {
  let end = 0
  return tokens.map((token) => {
    const start = end
    end += token.token.length
    return { start, token }
  })
}

/** Gives the offset in the text at which an annotation is due: where its mark ends, or behind the whole text. */
function endOf(annotation: ResponseOutputText['annotations'][number]): number {
  if (annotation.type === 'container_file_citation') return Infinity
  return 'end_index' in annotation ? annotation.end_index : annotation.index
}

/** Takes the items that are due from the front of a queue. */
function take<Item>(queue: Item[], isDue: (item: Item) => boolean): Item[] {
  const first = queue.findIndex((item) => !isDue(item))
  return queue.splice(0, first === -1 ? queue.length : first)
}
