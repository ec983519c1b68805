import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParams,
} from 'openai/resources/chat/completions'
import { z } from 'zod'
import { unnamed, type Endpoint } from '../../streaming/index.js'
import { RATE_LIMITS } from '../headers.js'
import { anyOfRole, stream, typed } from '../protocol/schema.js'
import { temporaryChat } from '../protocol/temporary-readers.js' // until the merge
import { completeChatCompletion } from './complete.js'
import { chunk } from './events.js'
import { foldChatCompletion } from './fold.js'
import { unfoldChatCompletion } from './unfold.js'

/** `POST /chat/completions`. */
export const chatCompletions: Endpoint<
  ChatCompletionChunk,
  ChatCompletionCreateParams,
  ChatCompletion
> = {
  ...temporaryChat, // until the merge
  name: 'chat.completions.create',
  method: 'POST',
  path: '/chat/completions',
  body: typed(z.looseObject({ model: z.string(), messages: z.array(anyOfRole), stream })),
  event: typed(chunk),
  frame: unnamed,
  terminator: { data: '[DONE]' },
  headers: RATE_LIMITS,
  fold: foldChatCompletion,
  unfold: unfoldChatCompletion,
  complete: completeChatCompletion,
}
