import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import { isCue } from '../../streaming/internal.js'
import { listAt, textAt, valueAt } from '../protocol/fields.js'
import type { WireResponse } from '../responses/response-event-schema.js'
import { orderedResponse } from '../responses/wire-order.js'
import type { EndpointOf } from './change-by-name.js'
import { inAlphabeticalOrder } from './key-order.js'

type ChatEndpoint = EndpointOf<'chat.completions.create'>
type ResponsesEndpoint = EndpointOf<'responses.create'>
type Chunk = ChatCompletionChunk

const SAFE = { filtered: false, severity: 'safe' }
/** The results for a harmless text. */
const RESULTS = { hate: SAFE, self_harm: SAFE, sexual: SAFE, violence: SAFE }
/** The results for a text that the filter blocks. */
const BLOCKED = { ...RESULTS, violence: { filtered: true, severity: 'medium' } }
/** The results for a prompt. */
const PROMPT_RESULTS = [
  {
    prompt_index: 0,
    content_filter_results: {
      hate: SAFE,
      jailbreak: { detected: false, filtered: false },
      self_harm: SAFE,
      sexual: SAFE,
      violence: SAFE,
    },
  },
]

/** The empty fields of a record that belongs to no model. */
const EMPTY = { created: 0, id: '', model: '', object: '' }
/** The first record of every stream. */
const FIRST = { choices: [], ...EMPTY, prompt_filter_results: PROMPT_RESULTS }
/** The rules of the lint that the first record does not obey. */
const WITHOUT = ['chat/object', 'chat/id', 'chat/empty-choices']

/** Makes chat completions whose filter holds each piece of text until there are results for it. */
export function filteredPieceByPiece(chat: ChatEndpoint): ChatEndpoint {
  return filtered({ ...chat, withoutRules: WITHOUT }, (chunks) => [
    FIRST,
    ...chunks.map((chunk) => withChoices(chunk, (choice) => withResults(choice, 'delta'))),
  ])
}

/** Makes chat completions whose filter lets each piece of text pass at once. The results follow. */
export function filteredAfterwards(chat: ChatEndpoint): ChatEndpoint {
  // The results of the filter have no delta.
  const withoutRules = [...WITHOUT, 'chat/delta']
  return filtered({ ...chat, withoutRules }, (chunks) => {
    const text = chunks.map((chunk) => textAt(chunk, 'choices', 0, 'delta', 'content')).join('')
    const reasons = chunks.map((chunk) => textAt(chunk, 'choices', 0, 'finish_reason'))
    const end = reasons.findIndex((reason) => reason !== '')
    const written: readonly object[] = chunks
    return [FIRST, ...written.toSpliced(end, 0, resultsOf(text, reasons[end]))]
  })
}

/** Makes responses with the results of the filter. */
export function withContentFilters(responses: ResponsesEndpoint): ResponsesEndpoint {
  return {
    ...responses,
    unfold: (response, request) =>
      [...(responses.unfold?.(response, request) ?? [])].map((event) =>
        isCue(event) || !('response' in event)
          ? event
          : { ...event, response: withFilters(event.response) },
      ),
    plain: withFilters,
  }
}

function filtered(
  chat: ChatEndpoint,
  write: (chunks: readonly Chunk[]) => readonly object[],
): ChatEndpoint {
  return {
    ...chat,
    unfold(completion, request) {
      const events = [...(chat.unfold?.(completion, request) ?? [])]
      const chunks = events.filter((event): event is Chunk => !isCue(event))
      // Chunks of Azure have other fields than the SDK's type.
      return write(chunks).map(inOrder) as Chunk[]
    },
    plain: plainAnswer,
  }
}

function inOrder(chunk: object): object {
  return chunk === FIRST ? chunk : inAlphabeticalOrder(chunk)
}

function plainAnswer(completion: ChatCompletion): object {
  const answer = withChoices(completion, (choice) => withResults(choice, 'message'))
  const ordered = inAlphabeticalOrder({ ...answer, prompt_filter_results: [] })
  // In their place, but with their own order of keys.
  return { ...ordered, prompt_filter_results: PROMPT_RESULTS }
}

function withChoices(answer: object, change: (choice: unknown) => unknown): object {
  return 'choices' in answer
    ? { ...answer, choices: listAt(answer, 'choices').map(change) }
    : answer
}

/** Adds the results of the filter: for a text, and for its end where the filter has ended it. */
function withResults(choice: unknown, part: 'delta' | 'message'): object {
  const isBlocked = valueAt(choice, 'finish_reason') === 'content_filter'
  const hasText = textAt(choice, part, 'content') !== ''
  const results = hasText ? RESULTS : {}
  return { content_filter_results: isBlocked ? BLOCKED : results, ...Object(choice) }
}

/** Makes the record of the asynchronous filter, whose choice has no `delta`. */
function resultsOf(text: string, reason: string | undefined): object {
  const choice = {
    content_filter_offsets: { check_offset: 0, end_offset: text.length, start_offset: 0 },
    content_filter_results: reason === 'content_filter' ? BLOCKED : RESULTS,
    finish_reason: null,
    index: 0,
  }
  return { choices: [choice], ...EMPTY }
}

function withFilters(response: WireResponse): WireResponse {
  const fields: object = {
    content_filters: isOver(response) ? [filterOf('prompt'), filterOf('completion')] : null,
  }
  return orderedResponse({ ...response, ...fields })
}

function isOver({ status }: WireResponse): boolean {
  return status === 'completed' || status === 'incomplete'
}

function filterOf(source_type: 'prompt' | 'completion'): object {
  return {
    blocked: false,
    source_type,
    content_filter_raw: [],
    content_filter_results: RESULTS,
    content_filter_offsets: { start_offset: 0, end_offset: 0, check_offset: 0 },
  }
}
