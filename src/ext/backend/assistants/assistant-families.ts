import type { Assistant } from 'openai/resources/beta/assistants'
import type { Message } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'
import type { Thread } from 'openai/resources/beta/threads/threads'
import type { CallRequest } from '../../../routes/endpoint.js'
import { noneFound } from '../resources/not-found.js'
import type { StoredFamily } from '../resources/family-behaviours.js'
import { found } from '../resources/found.js'
import type { MemoryStore } from '../store/store.js'

/** The part of a request that names resources. */
export type Asking = Pick<CallRequest, 'params'>

/** The families of Assistants. */
export type AssistantFamilies = ReturnType<typeof assistantFamilies>

/** Makes the families of Assistants, over the resources of a store. */
export function assistantFamilies(store: MemoryStore) {
  const threadOf = (call: Asking): Thread =>
    found(store.threads, call, 'thread_id', (id) => noneFound('thread', id))
  const runsOf = (call: Asking) => store.runs.of(threadOf(call).id)
  const runOf = (call: Asking): Run =>
    found(runsOf(call), call, 'run_id', (id) => noneFound('run', id))

  return {
    assistants: {
      param: 'assistant_id',
      collection: () => store.assistants,
      missing: (id) => noneFound('assistant', id),
    } satisfies StoredFamily<Assistant>,
    threads: {
      param: 'thread_id',
      collection: () => store.threads,
      missing: (id) => noneFound('thread', id),
    } satisfies StoredFamily<Thread>,
    messages: {
      param: 'message_id',
      collection: (call: Asking) => store.messages.of(threadOf(call).id),
      missing: (id) => noneFound('message', id),
    } satisfies StoredFamily<Message>,
    runs: {
      param: 'run_id',
      collection: runsOf,
      missing: (id) => noneFound('run', id),
    } satisfies StoredFamily<Run>,
    steps: {
      param: 'step_id',
      collection: (call: Asking) => store.steps.of(runOf(call).id),
      missing: (id) => noneFound('run step', id),
    } satisfies StoredFamily<RunStep>,
    /** Gives the thread in the path of a request. */
    threadOf,
    /** Gives the run in the path of a request. */
    runOf,
  }
}
