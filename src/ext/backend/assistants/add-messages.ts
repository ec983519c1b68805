import type { Message } from 'openai/resources/beta/threads/messages'
import { api } from '../../../routes/api.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import type { MemoryStore } from '../store/store.js'

/**
 * Adds the messages in the body of a request to a thread, oldest first.
 *
 * @param bodies The messages, each as the body of a request that creates a message has it.
 */
export function addMessages(
  store: MemoryStore,
  thread_id: string,
  bodies: readonly unknown[],
  request: CallRequest,
): Message[] {
  const { complete } = api.beta.threads.messages.create
  return bodies.map((body) => {
    // Each is the body of a request for a message.
    const asked = { ...request, params: { thread_id }, body: body as never }
    // The endpoint completes its messages.
    return store.messages
      .of(thread_id)
      .create((part) => complete?.(part, asked) ?? (part as Message))
  })
}
