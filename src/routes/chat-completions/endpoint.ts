import { RATE_LIMITS } from '../server.js'
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParams,
} from 'openai/resources/chat/completions'
import { unnamed } from '../../streaming/index.js'
import type { StreamingEndpoint } from '../endpoint.js'
import { typed } from '../protocol/schema.js'
import { completionUsageOf } from '../protocol/answer-usage.js'
import { chatRequest } from './chat-request.js'
import { chunkReader } from './chunk-reader.js'
import { chunkSchema } from './chunk-schema.js'
import { completeChatCompletion, replyToChatCompletion } from './complete.js'
import { foldChatCompletion } from './fold.js'
import { requestReader } from './request-reader.js'
import { chatRules } from './rules.js'
import { chunksOfCompletion } from './unfold.js'

/** The endpoint `POST /chat/completions`. */
export const chatCompletions: StreamingEndpoint<
  ChatCompletionChunk,
  ChatCompletionCreateParams,
  ChatCompletion
> = {
  name: 'chat.completions.create',
  method: 'POST',
  path: '/chat/completions',
  body: typed(chatRequest),
  wire: {
    event: typed(chunkSchema),
    frame: unnamed,
    terminator: { data: '[DONE]' },
  },
  openAIHeaders: RATE_LIMITS,
  fold: foldChatCompletion,
  unfold: chunksOfCompletion,
  complete: completeChatCompletion,
  fromReply: replyToChatCompletion,
  usageOf: completionUsageOf,
  request: requestReader,
  events: chunkReader,
  rules: chatRules,
}
