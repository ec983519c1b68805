import type {
  ChatCompletion,
  ChatCompletionRole,
  ChatCompletionStoreMessage,
  ChatCompletionUpdateParams,
} from 'openai/resources/chat/completions'
import { z } from 'zod'
import { metadataTexts } from '../resources/metadata-schema.js'
import type { CallRequest, Endpoint } from '../endpoint.js'
import { defined, fill, type Partially } from '../protocol/defaults.js'
import { valueAt } from '../protocol/fields.js'
import { completionUsageOf } from '../protocol/answer-usage.js'
import {
  familyEndpoints,
  listEndpoint,
  repeated,
  type Family,
  type LastingFamily,
} from '../resources/resource-endpoints.js'
import { completeChatCompletion, replyToChatCompletion } from './complete.js'

/** A chat completion that was stored, which has metadata. */
export type StoredChatCompletion = ChatCompletion & {
  /** The metadata of the request, as texts; null for none. */
  readonly metadata: Readonly<Record<string, string>> | null
}

/** A message of the request of a stored chat completion. By the SDK's type, all are the assistant's. */
export type StoredMessage = Omit<ChatCompletionStoreMessage, 'role'> & {
  /** The role of the message, as in the request. */
  readonly role: ChatCompletionRole
}

/** The fields that a completion has once it is stored. Most repeat the request. */
const STORED = {
  request_id: 'req_1',
  tool_choice: null,
  seed: null,
  top_p: 1,
  temperature: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
  input_user: null,
  tools: null,
  response_format: null,
  metadata: {},
}

const family: Family<StoredChatCompletion> = {
  name: 'chat.completions',
  path: '/chat/completions',
  param: 'completion_id',
  prefix: 'chatcmpl-',
  deleted: 'chat.completion.deleted',
  change: z.looseObject({ metadata: metadataTexts }),
  paging: {
    order: 'asc',
    filter: (completion, query) =>
      (query.get('model') ?? completion.model) === completion.model &&
      [...query].every(([name, value]) => hasMetadata(completion, name, value)),
  },
  complete: completeStored,
  usageOf: completionUsageOf,
}

/** Returns false for other metadata than those of a parameter such as `metadata[topic]`. */
function hasMetadata({ metadata }: StoredChatCompletion, name: string, value: string): boolean {
  const [, key] = /^metadata\[(.+)\]$/.exec(name) ?? []
  return key === undefined || metadata?.[key] === value
}

/** Makes a whole stored completion, which repeats the request that creates or changes it. */
export function completeStored(
  id: string,
  given: Partially<StoredChatCompletion>,
  { body }: Pick<CallRequest, 'body'>,
): StoredChatCompletion {
  const input_user = valueAt(body, 'user') ?? null
  const stored = { id, ...STORED, ...repeated(body, STORED), input_user, ...defined(given) }
  // Completing keeps the fields that a completion lacks before it is stored.
  return completeChatCompletion(stored as typeof given) as StoredChatCompletion
}

const {
  update,
  list,
  delete: remove,
} = familyEndpoints<StoredChatCompletion, unknown, ChatCompletionUpdateParams>(family)

const retrieve: Endpoint<never, undefined, StoredChatCompletion> = {
  name: 'chat.completions.retrieve',
  method: 'GET',
  path: '/chat/completions/:completion_id',
  complete(given, request) {
    const part = typeof given === 'string' ? replyToChatCompletion({ text: given }) : given
    return completeStored(request.params['completion_id'] ?? 'chatcmpl-1', part, request)
  },
  fromReply: (reply) => replyToChatCompletion(reply),
  usageOf: completionUsageOf,
}

const messages: LastingFamily<StoredMessage> = {
  name: 'chat.completions.messages',
  path: '/chat/completions/:completion_id/messages',
  param: 'message_id',
  prefix: '',
  paging: { order: 'asc' },
  complete: (place, given, { params }) =>
    fill<StoredMessage>(
      {
        id: `${params['completion_id']}-${Number(place) - 1}`,
        role: 'user',
        content: '',
        refusal: null,
        // By the SDK's type, a message has no name.
        ...({ name: null } as object),
        content_parts: null,
      },
      given,
    ),
}

/** The endpoints of stored chat completions. */
export const storedCompletions = {
  /**
   * Creates a route that answers `GET /chat/completions/{completion_id}` with a stored completion.
   *
   * @example
   * server.use(chat.completions.retrieve('Hello there'))
   */
  retrieve,
  /**
   * Creates a route that answers `POST /chat/completions/{completion_id}` with the metadata of the
   * request.
   *
   * @example
   * server.use(chat.completions.update())
   */
  update,
  /**
   * Creates a route that answers `GET /chat/completions` with the page of these stored completions
   * for which the request asks, the oldest first.
   *
   * @example
   * server.use(chat.completions.list([{ metadata: { topic: 'weather' } }, { model: 'gpt-5' }]))
   */
  list,
  /**
   * Creates a route that answers `DELETE /chat/completions/{completion_id}`.
   *
   * @example
   * server.use(chat.completions.delete())
   */
  delete: remove,
  /** The messages of a stored chat completion. */
  messages: {
    /**
     * Creates a route that answers `GET /chat/completions/{completion_id}/messages` with the page of
     * these messages for which the request asks, the oldest first.
     *
     * @example
     * server.use(chat.completions.messages.list([{ role: 'user', content: 'Hello?' }]))
     */
    list: listEndpoint(messages, { name: 'list', method: 'GET', path: messages.path }),
  },
}
