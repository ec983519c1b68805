import { chatCompletions } from './chat-completions/endpoint.js'
import { flatCreateResponse } from './responses/endpoint.js'
import type { CreateRouteOptions } from './route-options.js'
import { createRoute } from './route.js'
import { createRun, createThreadAndRun, submitToolOutputs } from './runs/endpoint.js'

/**
 * The routes of one server, named as the OpenAI SDK names its methods.
 *
 * @example
 * const groq = createRoutes({ baseURL: 'https://api.groq.com/openai/v1' })
 * server.use(groq.chat.completions.create(new Greeting()))
 */
export function createRoutes(options: CreateRouteOptions = {}) {
  return {
    chat: { completions: { create: createRoute(chatCompletions, options) } },
    responses: { create: createRoute(flatCreateResponse, options) },
    beta: {
      threads: {
        createAndRun: createRoute(createThreadAndRun, options),
        runs: {
          create: createRoute(createRun, options),
          submitToolOutputs: createRoute(submitToolOutputs, options),
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
export { when, type When } from './when/when.js'
export type { CallMatcher, CallPredicate, Matcher } from './when/matcher.js'
export type { PartialBody } from './when/partial-body.js'
export type { AsymmetricMatcher } from './protocol/asymmetric.js'
export type { Comparison, Difference } from './when/comparison.js'
export { NoMatchError, type Miss } from './when/no-match-error.js'
export { afterToolResult } from './when/after-tool-result.js'
export { hasTool } from './when/has-tool.js'
export { lastUserMessage } from './when/last-user-message.js'
export { model } from './when/model.js'
export { turn } from './when/turn.js'
export { apiError, type ApiError, type ApiErrorFields, type ApiErrorOptions } from './api-error.js'
export { LiveEventStream } from './live-event-stream.js'
export type { LivePlay } from './live-play.js'
export { ClosedPlayError } from './closed-play-error.js'
export { UnansweredCallError } from './unanswered-call-error.js'
export type { Call, CallOutcome, Recording } from './call.js'
export type { ResponseEvent, WireResponse } from './responses/response-event-schema.js'
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
export { completeRun, type RunPath } from './runs/complete.js'
export { foldMessages, foldRun, foldRunSteps } from './runs/fold.js'
export { unfoldRun, type RunResource } from './runs/unfold.js'
export { runWriter, type RunWriter } from './runs/writer.js'
export { type RunRequest, type RunWriterOptions } from './runs/objects.js'
export { completeResponse } from './responses/complete.js'
export { foldResponse } from './responses/fold.js'
export { type UnnumberedEvent } from './responses/response-event-schema.js'
export { unfoldResponse } from './responses/unfold.js'
export {
  responseWriter,
  type ResponseWriter,
  type ResponseWriterOptions,
} from './responses/response-writer.js'
export { type By } from './protocol/cut-text.js'
