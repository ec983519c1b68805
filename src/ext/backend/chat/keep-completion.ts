import type {
  ChatCompletion,
  ChatCompletionCreateParams,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'
import {
  completeStored,
  type StoredMessage,
} from '../../../routes/chat-completions/stored-completions.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import type { Partially } from '../../../routes/protocol/defaults.js'
import { requestId } from '../../../routes/server.js'
import type { MemoryStore } from '../store/store.js'

/** Keeps a chat completion, with the fields and the messages of its request. */
export function keepCompletion(
  { chatCompletions, completionMessages }: MemoryStore,
  completion: ChatCompletion,
  request: Pick<CallRequest<ChatCompletionCreateParams>, 'body' | 'number'>,
): void {
  const { id } = completion
  // A stored completion has more fields than the SDK's type.
  const sent = { ...completion, request_id: requestId(request.number)['x-request-id'] }
  chatCompletions.put(completeStored(id, sent, request))
  // A script gives its own id, which an earlier completion may have.
  completionMessages.delete(id)
  const messages = completionMessages.of(id)
  for (const [index, message] of request.body.messages.entries()) {
    messages.put({ id: `${id}-${index}`, ...storedMessage(message) })
  }
}

/** Makes the stored form of a message, which has a list of parts in a field of its own. */
function storedMessage({ content, ...message }: ChatCompletionMessageParam) {
  const given = Array.isArray(content) ? { content: null, content_parts: content } : { content }
  // A stored message has all fields of the message, by name.
  return { ...message, ...given } as Partially<StoredMessage>
}
