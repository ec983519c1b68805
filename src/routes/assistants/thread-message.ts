import type {
  Message,
  MessageCreateParams,
  MessageUpdateParams,
} from 'openai/resources/beta/threads/messages'
import { z } from 'zod'
import type { CallRequest } from '../endpoint.js'
import { defined, isRecord, type Partially } from '../protocol/defaults.js'
import { textAt, valueAt } from '../protocol/fields.js'
import { idsInside } from '../protocol/ids.js'
import { oneOfTexts } from '../protocol/schema.js'
import { bodyWithMetadata } from '../resources/metadata-schema.js'
import { familyEndpoints, repeated } from '../resources/resource-endpoints.js'
import { completeMessage } from '../runs/complete.js'
import { newMessage, newRun } from '../runs/objects.js'

/** The endpoints of the messages of a thread. */
export const threadMessage = familyEndpoints<
  Message,
  MessageCreateParams,
  Omit<MessageUpdateParams, 'thread_id'>
>({
  name: 'beta.threads.messages',
  path: '/threads/:thread_id/messages',
  param: 'message_id',
  prefix: 'msg_',
  deleted: 'thread.message.deleted',
  creation: z.looseObject({
    role: oneOfTexts(['user', 'assistant']),
    content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]),
  }),
  change: bodyWithMetadata,
  paging: { filter: isOfRun },
  complete: completeThreadMessage,
})

/** Chooses the messages of the run for which the request asks. */
function isOfRun({ run_id }: Message, query: URLSearchParams): boolean {
  return run_id === (query.get('run_id') ?? run_id)
}

function completeThreadMessage(
  id: string,
  given: Partially<Message>,
  { body, params, url }: CallRequest,
): Message {
  const run = newRun({
    run_id: url.searchParams.get('run_id') ?? undefined,
    thread_id: params['thread_id'],
    created_at: given.created_at,
  })
  const asked = repeated(withBlocks(body), newMessage(run, id, []))
  const isOfClient = 'role' in asked || given.role === 'user'
  const writer = isOfClient ? { run_id: null, assistant_id: null } : {}
  // Plain JavaScript may give a content as the body of a request has it.
  const own = withBlocks(defined(given)) as Partially<Message>
  return completeMessage(run, { id, ...writer, ...asked, ...own }, idsInside(id))
}

/** Copies the body of a request, or a part of a message, with the content as a list of blocks. */
function withBlocks(body: unknown): unknown {
  const content = valueAt(body, 'content')
  if (!isRecord(body) || content === undefined) return body
  return { ...body, content: Array.isArray(content) ? content.map(toBlock) : [textBlock(content)] }
}

function toBlock(part: unknown): unknown {
  const isShort = valueAt(part, 'type') === 'text' && !isRecord(valueAt(part, 'text'))
  return isShort ? textBlock(textAt(part, 'text')) : part
}

function textBlock(value: unknown) {
  return { type: 'text', text: { value, annotations: [] } }
}
