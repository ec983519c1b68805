import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type {
  RunCreateParams,
  RunSubmitToolOutputsParams,
} from 'openai/resources/beta/threads/runs/runs'
import type { ThreadCreateAndRunParams } from 'openai/resources/beta/threads/threads'
import { z } from 'zod'
import { enveloped, errorObject, type WireFormat } from '../../streaming/index.js'
import type { StreamingEndpoint } from '../endpoint.js'
import { valueAt } from '../protocol/fields.js'
import { anyOfType, stream, typed } from '../protocol/schema.js'
import { completionUsageOf } from '../protocol/answer-usage.js'
import { pollHeaders } from '../resources/poll-headers.js'
import { sampling } from '../request/request-schema.js'
import { UNEXPOSED } from '../server.js'
import { completeRun } from './complete.js'
import { foldRun } from './fold.js'
import { fromReply } from './from-reply.js'
import type { RunRequest } from './objects.js'
import { runEvents } from './reader.js'
import { runRequest, threadAndRunRequest, toolOutputsRequest } from './request-reader.js'
import { continuedRunRules, runRules, threadAndRunRules } from './rules.js'
import { runEvent } from './run-event-schema.js'
import { plainRun, unfoldRun, unfoldThreadAndRun, type RunResource } from './unfold.js'

/** The body of a request that submits the outputs of tools. The ids are in the path. */
export type SubmitToolOutputsBody = Omit<RunSubmitToolOutputsParams, 'thread_id'>

const terminator = { event: 'done', data: '[DONE]' }

const wire: WireFormat<AssistantStreamEvent> = {
  event: typed(runEvent),
  frame: enveloped,
  terminator,
  // Nested, unlike in the SDK's type of the event: the SDKs read `data.error`.
  error: (error) => [
    enveloped({ event: 'error', data: { error: errorObject(error) } }),
    terminator,
  ],
}

/** The fields that the three endpoints share. */
const shared = {
  method: 'POST',
  wire,
  openAIHeaders: UNEXPOSED,
  fold: foldRun,
  unfold: unfoldRun,
  complete: completeRun,
  fromReply,
  plain: plainRun,
  headersOf: pollHeaders,
  // A run has its usage itself; in a stream, it is the `data` of an event.
  usageOf: (sent) => completionUsageOf(sent) ?? completionUsageOf(valueAt(sent, 'data')),
  events: runEvents,
  rules: runRules,
} satisfies Partial<StreamingEndpoint<AssistantStreamEvent, RunRequest, RunResource>>

const assistant = {
  assistant_id: z.string(),
  tools: z.array(anyOfType).nullish(),
  ...sampling,
  stream,
}

/** The endpoint `POST /threads/{thread_id}/runs`. */
export const createRun: StreamingEndpoint<AssistantStreamEvent, RunCreateParams, RunResource> = {
  ...shared,
  name: 'beta.threads.runs.create',
  path: '/threads/:thread_id/runs',
  body: typed(z.looseObject(assistant)),
  request: runRequest,
}

/** The endpoint `POST /threads/runs`. */
export const createThreadAndRun: StreamingEndpoint<
  AssistantStreamEvent,
  ThreadCreateAndRunParams,
  RunResource
> = {
  ...shared,
  name: 'beta.threads.createAndRun',
  path: '/threads/runs',
  body: typed(z.looseObject({ ...assistant, thread: z.looseObject({}).optional() })),
  unfold: unfoldThreadAndRun,
  rules: threadAndRunRules,
  request: threadAndRunRequest,
}

/** The endpoint `POST /threads/{thread_id}/runs/{run_id}/submit_tool_outputs`. */
export const submitToolOutputs: StreamingEndpoint<
  AssistantStreamEvent,
  SubmitToolOutputsBody,
  RunResource
> = {
  ...shared,
  name: 'beta.threads.runs.submitToolOutputs',
  rules: continuedRunRules,
  path: '/threads/:thread_id/runs/:run_id/submit_tool_outputs',
  body: typed(
    z.looseObject({ tool_outputs: z.array(z.looseObject({ tool_call_id: z.string() })), stream }),
  ),
  request: toolOutputsRequest,
}
