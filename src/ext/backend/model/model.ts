import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { Completion } from 'openai/resources/completions'
import { reply, type Reply } from '../../../routes/answers/reply.js'
import { AnswerChooser } from '../../../routes/answers/answer-chooser.js'
import { assertAnswer, reusable } from '../../../routes/answers/assert-answer.js'
import type {
  Answer,
  AnswerFunction,
  ChosenAnswer,
  FinalAnswer,
} from '../../../routes/answers/answer.js'
import { RecordedCall, type Call } from '../../../routes/call.js'
import { NoMatchError } from '../../../routes/conditions/no-match-error.js'
import type { ConversationMessage } from '../../../routes/protocol/readers.js'
import type { ResponseEvent } from '../../../routes/responses/response-event-schema.js'
import type { Store } from '../store/store.js'
import { countTokens } from './count-tokens.js'
import { defaultReply } from './default-reply.js'
import type { ModelRequest } from './model-request.js'

/** An event of any endpoint at which a model speaks. */
export type ModelEvent = ChatCompletionChunk | Completion | ResponseEvent | AssistantStreamEvent

/**
 * Chooses the answer of the model to a call. `undefined` leaves the answer to the default model.
 *
 * @example
 * createBackend({ answer: ({ conversation }) => `You have said ${conversation.length} things.` })
 */
export type ModelAnswerFunction = (
  call: Call<ModelEvent>,
  context: { readonly store: Store },
) => ModelAnswer | undefined | Promise<ModelAnswer | undefined>

/** Anything that can answer in the place of a model, at every endpoint at which a model speaks. */
export type ModelAnswer =
  | Exclude<Answer<ModelEvent, unknown, string>, AnswerFunction<ModelEvent, unknown, string>>
  | ModelAnswerFunction

/** An answer of the model: its words, or something that can be sent as it is. */
export interface ModelChoice extends Omit<ChosenAnswer<ModelEvent, string>, 'final'> {
  /** A text is a reply, and every reply has a usage. */
  readonly final: Exclude<FinalAnswer<ModelEvent, string>, { type: 'given' }>
}

/** What answers where a model would. */
export class Model {
  readonly seed: number
  readonly #answer: ModelAnswer | undefined
  readonly #store: () => Store
  #chooser: AnswerChooser<ModelEvent, unknown, string> | undefined

  /** @throws {TypeError} When the answer is no answer. */
  constructor(answer: ModelAnswer | undefined, seed: number, store: () => Store) {
    if (answer !== undefined) assertAnswer(answer, 'Failed to create a backend')
    this.#answer = reusable(answer) as ModelAnswer | undefined
    this.seed = seed
    this.#store = store
    this.reset()
  }

  /** Describes the parts of the answer that no call has used. */
  get unused(): readonly string[] {
    return this.#chooser?.unused() ?? []
  }

  /** Starts `inOrder()` over. */
  reset(): void {
    const answer = this.#answer as Answer<ModelEvent, unknown, string> | undefined
    this.#chooser = answer === undefined ? undefined : new AnswerChooser(answer, 'answer', Infinity)
  }

  /**
   * Gives the answer of the model to a call: that of the test, or else one of its own.
   *
   * @param request The request in the words of no endpoint, with the whole conversation.
   */
  async answer<Event, Body>(
    call: RecordedCall<Event, Body>,
    request: ModelRequest,
  ): Promise<ModelChoice> {
    const scripted = await this.scripted(call, request)
    if (scripted) return scripted

    const fields = await defaultReply(request, { seed: this.seed })
    return {
      final: { type: 'reply', reply: reply(fields) },
      delivery: { through: [], headers: [] },
    }
  }

  /** Gives the answer of the test to a call; undefined where it leaves the answer to the model. */
  async scripted<Event, Body>(
    call: RecordedCall<Event, Body>,
    request: ModelRequest,
  ): Promise<ModelChoice | undefined> {
    const conversation = request.messages
    call.continue(conversation)
    const reader = {
      conversation: () => conversation,
      tools: () => request.tools.map(({ name }) => name),
    }
    const context = { store: this.#store() }
    // The events of the route are some of the model's.
    const asked = call as unknown as RecordedCall<ModelEvent, unknown>
    const chosen = await this.#chooser?.choose(asked, reader, context).catch(unlessUnmatched)
    return chosen && { ...chosen, final: await spoken(chosen.final, request) }
  }
}

/** Leaves a call that meets no condition to the default model. */
function unlessUnmatched(error: unknown): undefined {
  if (!(error instanceof NoMatchError)) throw error
}

/** Makes a reply of a text, and gives every reply a usage. */
async function spoken(
  final: FinalAnswer<ModelEvent, string>,
  request: ModelRequest,
): Promise<ModelChoice['final']> {
  if (final.type === 'given')
    return { type: 'reply', reply: await counted({ text: String(final.given) }, request) }
  if (final.type === 'reply') return { type: 'reply', reply: await counted(final.reply, request) }
  return final
}

async function counted(fields: Partial<Reply>, request: ModelRequest): Promise<Reply> {
  const { usage = {}, text = '', reasoning = '', toolCalls = [] } = fields
  const calls = toolCalls.map(
    ({ name, arguments: given }) => `${name}${JSON.stringify(given ?? {})}`,
  )
  const said = [text, reasoning, ...calls].join('\n')
  const {
    input = await countTokens(request.messages.map(textOf).join('\n')),
    output = await countTokens(said),
  } = usage
  return reply({ ...fields, usage: { input, output } })
}

function textOf({ text = '' }: ConversationMessage): string {
  return text
}
