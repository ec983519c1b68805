import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParams,
} from 'openai/resources/chat/completions'
import type { Answer } from '../../../routes/answers/answer.js'
import { deliveredBy } from '../../../routes/answers/deliver.js'
import type { ReplyFields } from '../../../routes/answers/reply.js'
import { scriptOf } from '../../../routes/answers/script-of.js'
import type { RecordedCall } from '../../../routes/call.js'
import { completeChatCompletion, replyToChoice } from '../../../routes/chat-completions/complete.js'
import { chatCompletions } from '../../../routes/chat-completions/endpoint.js'
import { DEFAULT_USAGE } from '../../../routes/chat-completions/envelope.js'
import { foldChatCompletion } from '../../../routes/chat-completions/fold.js'
import { choiceCount } from '../../../routes/protocol/choice-count.js'
import type { Partially } from '../../../routes/protocol/defaults.js'
import { asksForStream } from '../../../routes/request/asks-for-stream.js'
import type { BackendContext } from '../context.js'
import { scriptIn, valueOf, type GivenAnswer } from '../model/given-answer.js'
import { logprobsOf } from '../model/token-logprobs.js'
import { chatModelRequest } from './chat-model-request.js'
import { choicesOf, type Choices } from './choices.js'
import { keepCompletion } from './keep-completion.js'
import { onEnd } from './on-end.js'

type ChatCall = RecordedCall<ChatCompletionChunk, ChatCompletionCreateParams>
type ChatAnswer = Answer<ChatCompletionChunk, ChatCompletionCreateParams, ChatCompletion>

/** Creates a chat completion, and keeps it where the request has `store: true`. */
export async function createChatCompletion(
  context: BackendContext,
  call: ChatCall,
): Promise<ChatAnswer> {
  const { body } = call
  const answered = await choicesOf(context.model, call, {
    request: chatModelRequest(body),
    count: choiceCount(body.n),
  })
  const answer =
    answered.type === 'choices'
      ? await answerOfChoices(context, call, answered)
      : answerOfTest(context, call, answered.given)
  return deliveredBy(answer, answered.delivery)
}

/** Answers with a completion of these choices. */
async function answerOfChoices(
  { store, numbering }: BackendContext,
  call: ChatCall,
  { replies, usage: { input = 0, output = 0 }, delivery: { by } }: Choices,
): Promise<ChatAnswer> {
  const completion = completeChatCompletion(
    {
      id: store.chatCompletions.newId(),
      created: numbering.nextTime(),
      choices: replies.map((reply) => choiceOf(reply, call.body)),
      usage: {
        ...DEFAULT_USAGE,
        prompt_tokens: input,
        completion_tokens: output,
        total_tokens: input + output,
      },
    },
    call,
  )
  if (!call.body.store) return completion

  const script = asksForStream(call)
    ? await scriptOf({ type: 'given', given: completion }, chatCompletions, call, by)
    : undefined
  if (script) return onEnd(script, () => keepCompletion(store, completion, call))
  keepCompletion(store, completion, call)
  return completion
}

/** Makes one choice of a reply, with the log probabilities of its text where the request asks for them. */
function choiceOf(
  reply: ReplyFields,
  body: ChatCompletionCreateParams,
): Partially<ChatCompletion.Choice> {
  const choice = replyToChoice(reply, body)
  if (!body.logprobs || reply.text === undefined) return choice
  const content = logprobsOf(reply.text, body.top_logprobs ?? 0)
  return { ...choice, logprobs: { content, refusal: null } }
}

/** Answers as the test says. The completion of a script is kept at the end of the script. */
function answerOfTest(
  { store }: BackendContext,
  call: ChatCall,
  given: GivenAnswer<ChatCompletionChunk>,
): ChatAnswer {
  const script = call.body.store ? scriptIn(given, call) : undefined
  if (!script) return valueOf(given)

  return onEnd(script, (chunks) => {
    const completion = foldedOf(chunks)
    if (completion) keepCompletion(store, completion, call)
  })
}

/** Folds the chunks of a script; undefined for damaged chunks, and for a completion without an end. */
function foldedOf(chunks: readonly ChatCompletionChunk[]): ChatCompletion | undefined {
  try {
    return foldChatCompletion(chunks)
  } catch {
    // The damage is the subject of the test. A request for no stream gets an error with the reason.
    return undefined
  }
}
