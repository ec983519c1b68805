import type {
  Completion,
  CompletionChoice,
  CompletionCreateParams,
} from 'openai/resources/completions'
import type { Answer } from '../../../routes/answers/answer.js'
import { deliveredBy } from '../../../routes/answers/deliver.js'
import type { ReplyFields } from '../../../routes/answers/reply.js'
import type { RecordedCall } from '../../../routes/call.js'
import { replyToTextChoice } from '../../../routes/completions/from-reply.js'
import { promptsOf } from '../../../routes/completions/prompts.js'
import { requestReader } from '../../../routes/completions/request-reader.js'
import type { CompletionEvent } from '../../../routes/completions/text-completion-schema.js'
import { choiceCount } from '../../../routes/protocol/choice-count.js'
import type { Partially } from '../../../routes/protocol/defaults.js'
import type { BackendContext } from '../context.js'
import { valueOf } from '../model/given-answer.js'
import type { ModelRequest } from '../model/model-request.js'
import { choicesOf } from './choices.js'
import { textLogprobsOf } from './text-logprobs.js'

type Answered = Answer<CompletionEvent, CompletionCreateParams, Completion>

/** The most tokens of an answer to a request that sets no limit. */
const USUAL_TOKENS = 16

/** Creates a legacy completion, with choices for each prompt. */
export async function createCompletion(
  { model, numbering }: BackendContext,
  call: RecordedCall<CompletionEvent, CompletionCreateParams>,
): Promise<Answered> {
  const { body } = call
  const request = completionModelRequest(body)
  const texts = promptsOf(body)
  const count = choiceCount(body.n)
  const answered = await choicesOf(model, call, {
    request,
    prompts: texts.map((text) => ({ ...request, messages: [{ role: 'user', text }] })),
    count,
    tried: Math.max(count, choiceCount(body.best_of)),
  })
  if (answered.type === 'given') return deliveredBy(valueOf(answered.given), answered.delivery)

  const { replies, usage, delivery } = answered
  const completion = {
    id: numbering.nextId('cmpl-'),
    created: numbering.nextTime(),
    choices: replies.map((reply, index) =>
      choiceOf(reply, texts[Math.floor(index / count)] ?? '', body),
    ),
    usage: { prompt_tokens: usage.input ?? 0, completion_tokens: usage.output ?? 0 },
  }
  return deliveredBy(completion, delivery)
}

/** Reads a request for a legacy completion in the words of no endpoint. */
function completionModelRequest(body: CompletionCreateParams): ModelRequest {
  const { model, max_tokens, stop, seed } = body
  return {
    model,
    messages: requestReader.conversation(body),
    tools: [],
    toolChoice: 'none',
    format: { type: 'text' },
    maxTokens: max_tokens ?? USUAL_TOKENS,
    stop: [stop ?? []].flat(),
    seed: seed ?? undefined,
  }
}

/** Makes one choice of a reply, with the log probabilities of its text where the request asks for them. */
function choiceOf(
  reply: ReplyFields,
  prompt: string,
  body: CompletionCreateParams,
): Partially<CompletionChoice> {
  const choice = replyToTextChoice(reply, prompt, body)
  const { logprobs: top, echo } = body
  if (typeof top !== 'number') return choice
  return { ...choice, logprobs: textLogprobsOf(choice.text ?? '', { top, echo: echo === true }) }
}
