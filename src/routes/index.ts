import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParams,
} from 'openai/resources/chat/completions'
import type { Endpoint } from '../streaming/index.js'
import { completeChatCompletion } from './chat-completions/complete.js'
import { chatCompletions } from './chat-completions/endpoint.js'
import { foldChatCompletion } from './chat-completions/fold.js'
import { unfoldChatCompletion } from './chat-completions/unfold.js'
import { createResponse } from './responses/endpoint.js'
import type { CreateRouteOptions } from './route-options.js'
import { createRoute } from './route.js'
import { flat } from './flat-endpoint.js' // until the engine takes the wire format
import { createRun, createThreadAndRun, submitToolOutputs } from './runs/endpoint.js'

// until the engine takes the wire format
const { event, frame, terminator, headers } = chatCompletions.wire
const chatCompletionsForEngine: Endpoint<
  ChatCompletionChunk,
  ChatCompletionCreateParams,
  ChatCompletion
> = {
  name: chatCompletions.name,
  method: 'POST',
  path: chatCompletions.path,
  event,
  frame,
  ...(chatCompletions.body && { body: chatCompletions.body }),
  ...(terminator && { terminator }),
  ...(headers && { headers }),
  fold: foldChatCompletion,
  unfold: (completion, body) => unfoldChatCompletion(completion, { body }),
  complete: (given, body) => completeChatCompletion(given, { body }),
}

/**
 * The routes of one server, named as the OpenAI SDK names its methods.
 *
 * @example
 * const groq = createRoutes({ baseURL: 'https://api.groq.com/openai/v1' })
 * server.use(groq.chat.completions.create(new Greeting()))
 */
export function createRoutes(options: CreateRouteOptions = {}) {
  return {
    chat: { completions: { create: createRoute(chatCompletionsForEngine, options) } },
    responses: { create: createRoute(createResponse, options) },
    beta: {
      threads: {
        createAndRun: createRoute(flat(createThreadAndRun), options),
        runs: {
          create: createRoute(flat(createRun), options),
          submitToolOutputs: createRoute(flat(submitToolOutputs), options),
        },
      },
    },
  }
}

/** The routes of `https://api.openai.com/v1`. */
export const { chat, responses, beta } = createRoutes()

export { createRoute, type Route, type RouteFactory } from './route.js'
export type { CreateRouteOptions, RouteOptions } from './route-options.js'
export type { Answer, AnswerFunction } from './answer.js'
export { inOrder, type InOrder, type OrderFactory } from './in-order.js'
export { when, type When } from './conditions/when.js'
export type {
  CallPredicate,
  Condition,
  ConditionContext,
  WhenCondition,
} from './conditions/condition.js'
export type { PartialBody } from './conditions/partial-body.js'
export type { AsymmetricMatcher } from './protocol/asymmetric.js'
export type { Comparison, Difference } from './conditions/comparison.js'
export { NoMatchError, type Miss } from './conditions/no-match-error.js'
export { afterToolResult, lastUserMessage, turn } from './conditions/conversation-conditions.js'
export { hasTool, model } from './conditions/request-conditions.js'
export { apiError, type ApiError, type ApiErrorFields, type ApiErrorOptions } from './api-error.js'
export { LiveEventStream } from './live-event-stream.js'
export type { LivePlay } from './live-play.js'
export { ClosedPlayError } from './closed-play-error.js'
export { UnansweredCallError } from './unanswered-call-error.js'
export type { Call, CallOutcome, Recording } from './call.js'
export type { ResponseEvent, WireResponse } from './responses/events.js'
export type { SubmitToolOutputsBody } from './runs/endpoint.js'
export {
  chatCompletionWriter,
  type ChatCompletionWriter,
  type ChatCompletionWriterOptions,
} from './chat-completions/writer.js'
export { completeChatCompletion } from './chat-completions/complete.js'
export { foldChatCompletion } from './chat-completions/fold.js'
export { unfoldChatCompletion } from './chat-completions/unfold.js'
export { continueRun } from './runs/continue.js'
export { completeRun } from './runs/complete.js'
export { foldMessages, foldRun, foldRunSteps } from './runs/fold.js'
export { unfoldRun, type RunResource } from './runs/unfold.js'
export { runWriter, type RunWriter } from './runs/writer.js'
export { type RunRequest, type RunWriterOptions } from './runs/objects.js'
export { completeResponse } from './responses/complete.js'
export { foldResponse } from './responses/fold.js'
export { type UnnumberedEvent } from './responses/unnumbered.js'
export { unfoldResponse } from './responses/unfold.js'
export {
  responseWriter,
  type ResponseWriter,
  type ResponseWriterOptions,
} from './responses/writer.js'
export { type By } from './protocol/cut-text.js'
