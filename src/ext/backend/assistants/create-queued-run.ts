import type { Assistant } from 'openai/resources/beta/assistants'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import { textAt } from '../../../routes/protocol/fields.js'
import { repeated } from '../../../routes/resources/resource-endpoints.js'
import { completeRun } from '../../../routes/runs/complete.js'
import { newRun, type RunRequest } from '../../../routes/runs/objects.js'
import { plainRun } from '../../../routes/runs/unfold.js'
import type { MemoryStore } from '../store/store.js'

/** Creates a queued run of an assistant on a thread, by the body of a request. */
export function createQueuedRun(
  store: MemoryStore,
  thread_id: string,
  assistant: Assistant,
  body: unknown,
): Run {
  const request = { params: { thread_id }, body: requestOf(assistant, body) }
  return store.runs
    .of(thread_id)
    .create((part) => plainRun(completeRun({ ...part, status: 'queued' }, request)))
}

/** Gives the fields of a run: those of the request, or else those of the assistant. */
function requestOf(assistant: Assistant, body: unknown): RunRequest {
  const { model, instructions, tools, temperature, top_p, response_format } = assistant
  const usual = { model, instructions, tools, temperature, top_p, response_format }
  // The body has these fields as a run has them.
  const request: RunRequest = { ...usual, ...repeated(body, newRun()) }
  const additional = textAt(body, 'additional_instructions')
  const all = [request.instructions, additional].filter(Boolean).join('\n')
  return { ...request, instructions: all || null, assistant_id: assistant.id }
}
