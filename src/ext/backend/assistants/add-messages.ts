import type { Message } from 'openai/resources/beta/threads/messages'
import { copyRequest } from '../../../routes/copy-request.js'
import { api } from '../../../routes/api.js'
import type { CallRequest } from '../../../routes/endpoint.js'
import { createIn } from '../resources/create-in.js'
import type { Retrieval } from '../retrieval/open-vector-store.js'
import { addAttachedFiles } from './attached-files.js'

/**
 * Adds the messages in the body of a request to a thread, oldest first, and the files that they attach
 * to the vector store of the thread.
 *
 * @param bodies The messages, each as the body of a request that creates a message has it.
 * @throws {Refusal} When an attached file does not exist.
 */
export function addMessages(
  retrieval: Retrieval,
  thread_id: string,
  bodies: readonly unknown[],
  request: CallRequest,
): Message[] {
  addAttachedFiles(retrieval, thread_id, bodies, request)
  const messages = retrieval.store.messages.of(thread_id)
  return bodies.map((body) =>
    createIn(messages, api.beta.threads.messages.create, {
      ...copyRequest(request),
      params: { thread_id },
      body,
    }),
  )
}
