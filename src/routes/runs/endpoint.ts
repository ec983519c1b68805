import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type {
  RunCreateParams,
  RunSubmitToolOutputsParams,
} from 'openai/resources/beta/threads/runs/runs'
import type { ThreadCreateAndRunParams } from 'openai/resources/beta/threads/threads'
import { z } from 'zod'
import { enveloped, errorObject, type Endpoint } from '../../streaming/index.js'
import { stream, typed } from '../schema.js'
import { runEvent } from './events.js'

/** The tool outputs of a run. Its ids are in the path. */
export type SubmitToolOutputsBody = Omit<RunSubmitToolOutputsParams, 'thread_id'>

const terminator = { event: 'done', data: '[DONE]' }

/** What the streams of all three have in common. */
const runStream = {
  method: 'POST',
  event: typed<AssistantStreamEvent>(runEvent),
  frame: enveloped,
  terminator,
  // Nested, unlike the event's own type: the SDKs look for `data.error`.
  error: (error) => [
    enveloped({ event: 'error', data: { error: errorObject(error) } }),
    terminator,
  ],
} satisfies Partial<Endpoint<AssistantStreamEvent>>

const assistant = { assistant_id: z.string(), stream }

/** `POST /threads/{thread_id}/runs`. */
export const createRun: Endpoint<AssistantStreamEvent, RunCreateParams> = {
  ...runStream,
  name: 'beta.threads.runs.create',
  path: '/threads/:thread_id/runs',
  body: typed(z.looseObject(assistant)),
}

/** `POST /threads/runs`. */
export const createThreadAndRun: Endpoint<AssistantStreamEvent, ThreadCreateAndRunParams> = {
  ...runStream,
  name: 'beta.threads.createAndRun',
  path: '/threads/runs',
  body: typed(z.looseObject({ ...assistant, thread: z.looseObject({}).optional() })),
}

/** `POST /threads/{thread_id}/runs/{run_id}/submit_tool_outputs`. */
export const submitToolOutputs: Endpoint<AssistantStreamEvent, SubmitToolOutputsBody> = {
  ...runStream,
  name: 'beta.threads.runs.submitToolOutputs',
  path: '/threads/:thread_id/runs/:run_id/submit_tool_outputs',
  body: typed(z.looseObject({ tool_outputs: z.array(z.looseObject({})), stream })),
}
