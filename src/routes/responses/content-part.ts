import type {
  ResponseContentPartAddedEvent,
  ResponseOutputText,
} from 'openai/resources/responses/responses'
import { cutText, type By } from '../protocol/cut-text.js'
import type { UnnumberedEvent } from './response-event-schema.js'

type ContentPart = ResponseContentPartAddedEvent['part']

/** The place of a part in the output. */
interface Place {
  item_id: string
  output_index: number
  content_index: number
}

/** Writes the events of one part in the content of an item. */
export function* contentPart(part: ContentPart, at: Place, by?: By): Generator<UnnumberedEvent> {
  yield { type: 'response.content_part.added', ...at, part: empty(part) }
  yield* pieces(part, at, by)
  yield { type: 'response.content_part.done', ...at, part }
}

function empty(part: ContentPart): ContentPart {
  if (part.type === 'refusal') return { ...part, refusal: '' }
  if (part.type === 'reasoning_text') return { ...part, text: '' }
  return { ...part, annotations: [], text: '', ...(part.logprobs && { logprobs: [] }) }
}

function* pieces(part: ContentPart, at: Place, by?: By): Generator<UnnumberedEvent> {
  if (part.type === 'output_text') return yield* outputText(part, at, by)
  if (part.type === 'refusal') {
    const { refusal } = part
    for (const delta of cutText(refusal, by)) yield { type: 'response.refusal.delta', ...at, delta }
    return yield { type: 'response.refusal.done', ...at, refusal }
  }
  const { text } = part
  for (const delta of cutText(text, by)) {
    yield { type: 'response.reasoning_text.delta', ...at, delta }
  }
  yield { type: 'response.reasoning_text.done', ...at, text }
}

/** Writes a text: each token goes into the delta where the token begins, each annotation behind the delta where its mark ends. */
function* outputText(
  { text, annotations, logprobs = [] }: ResponseOutputText,
  at: Place,
  by?: By,
): Generator<UnnumberedEvent> {
  const tokens = placed(logprobs)
  const citations = annotations.map((annotation, annotation_index) => ({
    type: 'response.output_text.annotation.added' as const,
    ...at,
    annotation_index,
    annotation,
  }))
  let sent = 0

  for (const delta of cutText(text, by)) {
    sent += delta.length
    const begun = take(tokens, ({ start }) => start < sent || sent === text.length)
    const delta_logprobs = begun.map(({ token }) => token)
    yield { type: 'response.output_text.delta', ...at, delta, logprobs: delta_logprobs }
    yield* take(citations, ({ annotation }) => endOf(annotation) <= sent)
  }
  yield* citations
  yield { type: 'response.output_text.done', ...at, text, logprobs }
}

function placed<Token extends { token: string }>(tokens: readonly Token[]) {
  let end = 0
  return tokens.map((token) => {
    const start = end
    end += token.token.length
    return { start, token }
  })
}

/** Gives the offset in the text at which the mark of an annotation ends. */
function endOf(annotation: ResponseOutputText['annotations'][number]): number {
  return 'end_index' in annotation ? annotation.end_index : annotation.index
}

/** Removes the due items from the head of a queue. */
function take<Item>(queue: Item[], isDue: (item: Item) => boolean): Item[] {
  const first = queue.findIndex((item) => !isDue(item))
  return queue.splice(0, first === -1 ? queue.length : first)
}
