export {
  audio,
  batches,
  beta,
  chat,
  completions,
  containers,
  conversations,
  createRoutes,
  embeddings,
  files,
  images,
  models,
  moderations,
  responses,
  uploads,
  vectorStores,
  type Routes,
  type RoutesOf,
} from './create-routes.js'
export { api, type Api } from './api.js'
export { createRoute, type Route, type RouteFactory } from './route.js'
export { type RouteOptions } from './route-options.js'
export { type CreateRouteOptions } from './server.js'
export { type AnyEndpoint, type Dialect } from './dialect.js'
export {
  type CallRequest,
  type Endpoint,
  type StreamingEndpoint,
  type UnfoldRequest,
} from './endpoint.js'
export {
  type ConversationMessage,
  type ConversationToolCall,
  type EventReader,
  type RequestReader,
  type StreamedToolCall,
} from './protocol/readers.js'
export { type AnswerUsage } from './protocol/answer-usage.js'
export { type Partially } from './protocol/defaults.js'
export {
  type Answer,
  type AnswerFunction,
  type Delivered,
  type InOrder,
  type When,
} from './answers/answer.js'
export {
  apiError,
  type ApiError,
  type ApiErrorFields,
  type ApiErrorOptions,
  type EndpointErrors,
} from './api-error.js'
export { invalidApiKey } from './api-key.js'
export {
  contentFiltered,
  contextLengthExceeded,
  modelNotFound,
  overloaded,
  quotaExceeded,
  rateLimited,
  serverError,
  type RateLimitedOptions,
} from './common-errors.js'
export type { answerKind, OfKind } from './answers/answer-kind.js'
export { deliver, type DeliveryOptions } from './answers/deliver.js'
export { inOrder, type OrderFactory } from './answers/in-order.js'
export { reply, type Reply, type ReplyFields, type ReplyToolCall } from './answers/reply.js'
export { type ClientConnection } from './client-connection.js'
export { UnansweredCallError, type Call, type CallOutcome } from './call.js'
export { type Recording } from './recorded-frames.js'
export { type Finding } from './lint/finding.js'
export { type Severity } from './lint/lint-rule.js'
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
export {
  type StoredChatCompletion,
  type StoredMessage,
} from './chat-completions/stored-completions.js'
export {
  completionWriter,
  type CompletionTextOptions,
  type CompletionWriter,
  type CompletionWriterOptions,
} from './completions/writer.js'
export { completeCompletion } from './completions/complete.js'
export { foldCompletion } from './completions/fold.js'
export { unfoldCompletion } from './completions/unfold.js'
export { type CompletionEvent, type WireChoice } from './completions/text-completion-schema.js'
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
export {
  type BetaCompactBody,
  type BetaCompactedResponse,
  type BetaResponseBody,
  type BetaResponseEvent,
  type BetaResponseItem,
  type BetaWireResponse,
} from './beta-responses/beta-types.js'
export { completeResponse } from './responses/complete.js'
export { foldResponse } from './responses/fold.js'
export { unfoldResponse } from './responses/unfold.js'
export { responseWriter, type ResponseWriter } from './responses/response-writer.js'
export type { ResponseWriterOptions } from './responses/response-writer-options.js'
export type { FileContentPage, SearchResultsPage } from './vector-stores/result-page.js'
export type { Voice, VoiceCreateBody } from './voices/voice.js'
export type {
  VoiceConsent,
  VoiceConsentCreateBody,
  VoiceConsentUpdateBody,
} from './voices/voice-consent.js'
export {
  imageWriter,
  type CompletedImageEvent,
  type ImageEventPrefix,
  type ImageWriter,
  type ImageWriterOptions,
  type PartialImageEvent,
} from './images/writer.js'
export { completeImages, type ImageList } from './images/complete.js'
export { foldImages } from './images/fold.js'
export { unfoldEditedImages, unfoldImages } from './images/unfold.js'
export {
  type ImageEditBody,
  type ImageReference,
  type ImageVariationBody,
} from './images/image-bodies.js'
export {
  type ImageEditEvent,
  type ImageEvent,
  type ImageGenerationEvent,
  type KeepaliveEvent,
} from './images/image-event-schema.js'
export { type AskedSettings, type ImageBody } from './images/image-settings.js'
export { type By, type SimpleBy } from './protocol/cut-text.js'
export {
  type CompactBody,
  type CompactedResponse,
  type CompactionItem,
} from './responses/compaction.js'
export { type GivenItem } from './responses/conversation-items.js'
export { type InputTokenCount } from './responses/input-tokens.js'
export { type ContainerFileBody } from './containers/endpoints.js'
export { type Vectors } from './embeddings/complete.js'
export { type FileCreateBody } from './files/endpoints.js'
export { type ModelList } from './models/endpoints.js'
export { type ListPage } from './resources/list-page.js'
export {
  type Deleted,
  type ListEndpoint,
  type ResourceEndpoint,
} from './resources/resource-endpoints.js'
export { type ContentEndpoint } from './resources/content-endpoint.js'
export { type ItemListEndpoint } from './responses/conversation-items.js'
export { type UploadPartBody } from './uploads/endpoints.js'
export { completeTranscription } from './transcriptions/complete.js'
export { foldTranscription } from './transcriptions/fold.js'
export { unfoldTranscription } from './transcriptions/unfold.js'
export {
  transcriptionWriter,
  type TranscriptionDoneFields,
  type TranscriptionTextOptions,
  type TranscriptionWriter,
  type WrittenSegment,
} from './transcriptions/writer.js'
export {
  type TranscriptionEvent,
  type TranscriptionSegmentEvent,
} from './transcriptions/transcription-events.js'
export {
  type AnsweredForm,
  type TranscriptionForm,
  type TranscriptionFormat,
} from './transcriptions/transcription-form.js'
export {
  type DurationUsage,
  type TokensUsage,
  type TranscriptionPart,
  type TranscriptionResource,
  type TranscriptionToken,
} from './transcriptions/transcription-resource.js'
export { completeSpeech, type SpeechBody } from './speech/complete.js'
export { foldSpeech } from './speech/fold.js'
export { unfoldSpeech } from './speech/unfold.js'
export { speechWriter, type SpeechWriter } from './speech/writer.js'
export { type SpeechStreamEvent, type SpeechUsage } from './speech/speech-events.js'
export { type SpeechResource } from './speech/speech-resource.js'
export { type SpeechFormat } from './speech/silence.js'
