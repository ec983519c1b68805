import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type {
  RunCreateParams,
  RunSubmitToolOutputsParams,
} from 'openai/resources/beta/threads/runs/runs'
import type { ThreadCreateAndRunParams } from 'openai/resources/beta/threads/threads'
import { z } from 'zod'
import { enveloped, errorObject, type Endpoint } from '../../streaming/index.js'
import { stream, typed } from '../protocol/schema.js'
import { temporaryRuns } from '../protocol/temporary-readers.js' // until the merge
import { completeRun } from './complete.js'
import { runEvent } from './events.js'
import { foldRun } from './fold.js'
import { plainRun, unfoldRun, unfoldThreadAndRun, type RunResource } from './unfold.js'

/** The tool outputs of a run. Its ids are in the path. */
export type SubmitToolOutputsBody = Omit<RunSubmitToolOutputsParams, 'thread_id'>

const terminator = { event: 'done', data: '[DONE]' }

/** What the streams of all three have in common. */
const runStream = {
  ...temporaryRuns, // until the merge
  method: 'POST',
  event: typed<AssistantStreamEvent>(runEvent),
  frame: enveloped,
  terminator,
  // Nested, unlike the event's own type: the SDKs look for `data.error`.
  error: (error) => [
    enveloped({ event: 'error', data: { error: errorObject(error) } }),
    terminator,
  ],
  complete: completeRun,
  fold: foldRun,
  plain: plainRun,
  unfold: unfoldRun,
} satisfies Partial<Endpoint<AssistantStreamEvent, object, RunResource>>

const assistant = { assistant_id: z.string(), stream }

/** `POST /threads/{thread_id}/runs`. */
export const createRun: Endpoint<AssistantStreamEvent, RunCreateParams, RunResource> = {
  ...runStream,
  name: 'beta.threads.runs.create',
  path: '/threads/:thread_id/runs',
  body: typed(z.looseObject(assistant)),
}

/** `POST /threads/runs`. */
export const createThreadAndRun: Endpoint<
  AssistantStreamEvent,
  ThreadCreateAndRunParams,
  RunResource
> = {
  ...runStream,
  name: 'beta.threads.createAndRun',
  path: '/threads/runs',
  unfold: unfoldThreadAndRun,
  body: typed(z.looseObject({ ...assistant, thread: z.looseObject({}).optional() })),
}

/** `POST /threads/{thread_id}/runs/{run_id}/submit_tool_outputs`. */
export const submitToolOutputs: Endpoint<AssistantStreamEvent, SubmitToolOutputsBody, RunResource> =
  {
    ...runStream,
    name: 'beta.threads.runs.submitToolOutputs',
    path: '/threads/:thread_id/runs/:run_id/submit_tool_outputs',
    body: typed(z.looseObject({ tool_outputs: z.array(z.looseObject({})), stream })),
  }
