import type { Delivery } from '../../../routes/answers/answer.js'
import type { ReplyFields } from '../../../routes/answers/reply.js'
import type { RecordedCall } from '../../../routes/call.js'
import type { GivenAnswer } from '../model/given-answer.js'
import type { Model } from '../model/model.js'
import type { ModelRequest } from '../model/model-request.js'

/** The replies of a model, one for each choice of a completion. */
export interface Choices {
  readonly type: 'choices'
  readonly replies: readonly ReplyFields[]
  /** The tokens of all choices together. */
  readonly usage: NonNullable<ReplyFields['usage']>
  readonly delivery: Delivery
}

/** An answer of the test in other words than those of a reply. */
interface Given<Event> {
  readonly type: 'given'
  readonly given: GivenAnswer<Event>
  readonly delivery: Delivery
}

/** A request for several choices. */
interface ChoicesRequest {
  /** The request with the whole conversation. */
  readonly request: ModelRequest
  /** The prompts, each of which has choices of its own; the request alone unless given. */
  readonly prompts?: readonly ModelRequest[]
  /** The number of choices for each prompt. */
  readonly count: number
  /** The number of choices that the model makes for each prompt; no more than `count` unless given. */
  readonly tried?: number
}

/** Gets the choices of a completion: the same reply of the test for each, or different ones of the default model. */
export async function choicesOf<Event, Body>(
  model: Model,
  call: RecordedCall<Event, Body>,
  { request, prompts = [request], count, tried = count }: ChoicesRequest,
): Promise<Choices | Given<Event>> {
  const scripted = await model.scripted(call, request, prompts.length * tried)
  if (!scripted) return defaultChoices(model, prompts, { count, tried })

  const { final, delivery } = scripted
  if (final.type !== 'reply') return { type: 'given', given: final, delivery }
  const { usage = {} } = final.reply
  const replies = Array.from({ length: prompts.length * count }, () => final.reply)
  return { type: 'choices', replies, usage, delivery }
}

async function defaultChoices(
  model: Model,
  prompts: readonly ModelRequest[],
  { count, tried }: { readonly count: number; readonly tried: number },
): Promise<Choices> {
  const made = await Promise.all(
    prompts.map((prompt) =>
      Promise.all(Array.from({ length: tried }, (_, index) => model.reply(prompt, index))),
    ),
  )
  return {
    type: 'choices',
    replies: made.flatMap((replies) => replies.slice(0, count)),
    usage: {
      // A prompt is read once for all of its choices.
      input: sum(made.map(([first]) => first?.usage?.input)),
      output: sum(made.flat().map(({ usage }) => usage?.output)),
    },
    delivery: { through: [], headers: [] },
  }
}

function sum(counts: ReadonlyArray<number | undefined>): number {
  return counts.reduce<number>((total, count = 0) => total + count, 0)
}
