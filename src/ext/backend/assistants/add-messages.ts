import type { Message } from 'openai/resources/beta/threads/messages'
import { api } from '../../../routes/api.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import { createIn } from '../resources/create-in.js'
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
  const messages = store.messages.of(thread_id)
  return bodies.map((body) =>
    createIn(messages, api.beta.threads.messages.create, {
      ...request,
      params: { thread_id },
      body,
    }),
  )
}
