import type { ResponseOutputItem } from 'openai/resources/responses/responses'
import type { Partially } from '../../streaming/index.js'
import { defined } from '../protocol/defaults.js'
import { turnOf } from '../ids.js'
import { lifecycleOf, type NewId, type Telling } from './lifecycles.js'
import type { UnnumberedEvent } from './unnumbered.js'

/** One item of a response's output, from its beginning to its end. */
export function* itemEvents(
  item: ResponseOutputItem,
  output_index: number,
  telling: Telling = {},
): Generator<UnnumberedEvent> {
  const { begin, events } = lifecycleOf(item.type)
  // What has only begun lacks fields that the SDK's types require.
  const begun = (begin?.(item) ?? item) as ResponseOutputItem

  yield { type: 'response.output_item.added', output_index, item: begun }
  if (events) yield* events(item, { item_id: item.id ?? '', output_index }, telling)
  yield { type: 'response.output_item.done', output_index, item }
}

/**
 * Give an item the id and whatever else it lacks that has a default. Without a type, it is a message.
 *
 * @param otherwise Defaults that it has here, and not elsewhere.
 */
export function completeItem(
  given: Partially<ResponseOutputItem>,
  newId: NewId,
  otherwise: object = {},
): ResponseOutputItem {
  const { type = 'message', ...fields } = given
  const { prefix, defaults } = lifecycleOf(type)
  const failed = 'error' in fields && fields.error ? { status: 'failed' } : {}
  const item = {
    id: newId(prefix),
    type,
    ...defaults?.(newId),
    ...failed,
    ...otherwise,
    ...defined(fields),
  }
  const content = type === 'message' && 'content' in item && item.content?.map(completePart)
  // What has no default is the author's to give, and checked when it is sent.
  return { ...item, ...(content && { content }) } as ResponseOutputItem
}

function completePart(part: { readonly type?: string | undefined }): object {
  if ((part.type ?? 'output_text') !== 'output_text') return part
  return { type: 'output_text', annotations: [], logprobs: [], ...defined(part) }
}

/** Ids of what belongs to `owner`, which count up from 1 for each beginning that they have. */
export function countIds(owner: string): NewId {
  const counts = new Map<string, number>()
  const turn = turnOf(owner)

  return (prefix) => {
    const count = (counts.get(prefix) ?? 0) + 1
    counts.set(prefix, count)
    return `${prefix}_${turn}${count}`
  }
}
