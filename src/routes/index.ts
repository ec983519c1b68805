export { beta, chat, createRoutes, responses } from './create-routes.js'
export { createRoute, type Route, type RouteFactory } from './route.js'
export { type RouteOptions } from './route-options.js'
export { type CreateRouteOptions } from './server.js'
export { type AnyEndpoint, type Dialect } from './dialect.js'
export { type CallRequest, type Endpoint, type StreamingEndpoint } from './endpoint.js'
export {
  type ConversationMessage,
  type EventReader,
  type RequestReader,
  type StreamedToolCall,
} from './protocol/readers.js'
export { type Partially } from './protocol/defaults.js'
export {
  type Answer,
  type AnswerFunction,
  type Delivered,
  type InOrder,
  type When,
} from './answers/answer.js'
export { apiError, type ApiError, type ApiErrorFields, type ApiErrorOptions } from './api-error.js'
export type { answerKind, OfKind } from './answers/answer-kind.js'
export { deliver, type DeliveryOptions } from './answers/deliver.js'
export { inOrder, type OrderFactory } from './answers/in-order.js'
export { reply, type Reply, type ReplyFields, type ReplyToolCall } from './answers/reply.js'
export {
  UnansweredCallError,
  type Call,
  type CallOutcome,
  type ClientConnection,
  type Recording,
} from './call.js'
export { type EarlierCalls } from './call-memory.js'
export { when } from './conditions/when.js'
export {
  type CallPredicate,
  type Condition,
  type ConditionContext,
  type PartialBody,
  type WhenCondition,
} from './conditions/condition.js'
export { type AsymmetricMatcher } from './protocol/asymmetric.js'
export { type Comparison, type Difference } from './conditions/comparison.js'
export { NoMatchError, type Miss } from './conditions/no-match-error.js'
export { afterToolResult, hasTool, lastUserMessage, model, turn } from './conditions/conditions.js'
export { LiveEventStream } from './live/live-event-stream.js'
export { type LiveControls } from './live/live-controls.js'
export { ClosedPlayError, type LivePlay } from './live/live-play.js'
export {
  chatCompletionWriter,
  type ChatCompletionWriter,
  type ChatCompletionWriterOptions,
} from './chat-completions/writer.js'
export { completeChatCompletion } from './chat-completions/complete.js'
export { foldChatCompletion } from './chat-completions/fold.js'
export { unfoldChatCompletion } from './chat-completions/unfold.js'
export { type SubmitToolOutputsBody } from './runs/endpoint.js'
export { continueRun } from './runs/continue.js'
export { completeRun } from './runs/complete.js'
export { foldMessages, foldRun, foldRunSteps } from './runs/fold.js'
export { unfoldRun, type RunResource } from './runs/unfold.js'
export { runWriter, type RunWriter } from './runs/writer.js'
export { type RunRequest, type RunWriterOptions } from './runs/objects.js'
export {
  type ResponseEvent,
  type UnnumberedEvent,
  type WireResponse,
} from './responses/response-event-schema.js'
export { completeResponse } from './responses/complete.js'
export { foldResponse } from './responses/fold.js'
export { unfoldResponse } from './responses/unfold.js'
export { responseWriter, type ResponseWriter } from './responses/response-writer.js'
export type { ResponseWriterOptions } from './responses/response-writer-options.js'
export { type By } from './protocol/cut-text.js'
