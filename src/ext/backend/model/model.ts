import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { Completion } from 'openai/resources/completions'
import { reply, type Reply } from '../../../routes/answers/reply.js'
import { AnswerChooser } from '../../../routes/answers/answer-chooser.js'
import { assertAnswer, reusable } from '../../../routes/answers/assert-answer.js'
import { leavesOf } from '../../../routes/answers/describe-answer.js'
import type {
  Answer,
  AnswerFunction,
  ChosenAnswer,
  FinalAnswer,
} from '../../../routes/answers/answer.js'
import { RecordedCall, type Call } from '../../../routes/call.js'
import { NoMatchError } from '../../../routes/conditions/no-match-error.js'
import type { ResponseEvent } from '../../../routes/responses/response-event-schema.js'
import type { Store } from '../store/store.js'
import { assertSpoken } from './assert-spoken.js'
import { counted } from './counted.js'
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
  context: {
    /** The store of the backend. */
    readonly store: Store
  },
) => ModelAnswer | undefined | Promise<ModelAnswer | undefined>

/** Anything that can answer in the place of a model, at every endpoint at which a model speaks. */
export type ModelAnswer =
  | Exclude<Answer<ModelEvent, unknown, string>, AnswerFunction<ModelEvent, unknown, string>>
  | ModelAnswerFunction

/** An answer of the model to a call of one endpoint: its words, or something that can be sent as it is. */
export interface ModelChoice<Event = ModelEvent> extends Omit<
  ChosenAnswer<Event, string>,
  'final'
> {
  /** A text is a reply, and every reply has a usage. */
  readonly final: Exclude<FinalAnswer<Event, string>, { type: 'given' }>
}

/** Options of a {@link Model}. */
interface ModelOptions {
  /** Chooses among the answers of the default model. */
  readonly seed: number
  /** Gives the store, which the functions of a test get. */
  readonly store: () => Store
  /** The most requests of which a retry is recognized; all unless given. */
  readonly memory?: number | undefined
}

/** Answers in the place of a model: by the `answer` of the test, or else by the default model. */
export class Model {
  readonly seed: number
  readonly #answer: ModelAnswer | undefined
  readonly #options: ModelOptions
  #chooser: AnswerChooser<ModelEvent, unknown, string> | undefined

  /** @throws {TypeError} When the answer is no answer, or one of a single endpoint. */
  constructor(answer: ModelAnswer | undefined, options: ModelOptions) {
    if (answer !== undefined) assertAnswer(answer, 'Failed to create a backend')
    for (const leaf of leavesOf(answer)) assertSpoken(leaf, 'Failed to create a backend')
    this.#answer = reusable(answer) as ModelAnswer | undefined
    this.seed = options.seed
    this.#options = options
    this.reset()
  }

  /** Describes the parts of the answer that no call has used. */
  get unused(): readonly string[] {
    return this.#chooser?.unused() ?? []
  }

  /** Starts `inOrder()` over. */
  reset(): void {
    const { memory = Infinity } = this.#options
    const answer = this.#answer as Answer<ModelEvent, unknown, string> | undefined
    this.#chooser = answer === undefined ? undefined : new AnswerChooser(answer, 'answer', memory)
  }

  /**
   * Gives the answer of the model to a call: that of the test, or else one of its own.
   *
   * @param request The request in the words of no endpoint, with the whole conversation.
   */
  async answer<Event, Body>(
    call: RecordedCall<Event, Body>,
    request: ModelRequest,
  ): Promise<ModelChoice<Event>> {
    const scripted = await this.scripted(call, request)
    if (scripted) return scripted

    return {
      final: { type: 'reply', reply: await this.reply(request) },
      delivery: { through: [], headers: [] },
    }
  }

  /**
   * Gives the answer of the default model to a request.
   *
   * @param index The number of the choice, from 0 on, where a request asks for several.
   */
  async reply(request: ModelRequest, index = 0): Promise<Reply> {
    return reply(await defaultReply(request, { seed: this.seed, index }))
  }

  /**
   * Gives the answer of the test to a call; undefined where it leaves the answer to the model.
   *
   * @param copies The number of choices that get the same reply, all of which its usage counts.
   */
  async scripted<Event, Body>(
    call: RecordedCall<Event, Body>,
    request: ModelRequest,
    copies = 1,
  ): Promise<ModelChoice<Event> | undefined> {
    const { messages: conversation, model } = request
    const tools = request.tools.map(({ name }) => name)
    call.continue({ conversation, model, tools })
    const reader = { conversation: () => conversation, model: () => model, tools: () => tools }
    const context = { store: this.#options.store() }
    // The events of the route are some of the model's.
    const asked = call as unknown as RecordedCall<ModelEvent, unknown>
    const chosen = await unlessUnmatched(async () => this.#chooser?.choose(asked, reader, context))
    if (!chosen) return undefined
    const final = await spoken(chosen.final, request, copies)
    // The engine checks each event by the schema of the endpoint.
    return { ...chosen, final } as ModelChoice<Event>
  }
}

/** Leaves a call that meets no condition to the default model. */
async function unlessUnmatched<Chosen>(choose: () => Promise<Chosen>): Promise<Chosen | undefined> {
  try {
    return await choose()
  } catch (error) {
    if (error instanceof NoMatchError) return undefined
    throw error
  }
}

/** Makes a reply of a text, and gives every reply a usage. */
async function spoken(
  final: FinalAnswer<ModelEvent, string>,
  request: ModelRequest,
  copies: number,
): Promise<ModelChoice['final']> {
  if (final.type === 'reply') {
    return { type: 'reply', reply: await counted(final.reply, request, copies) }
  }
  if (final.type !== 'given') return final
  assertSpoken(final.given, 'the function gave a wrong answer')
  return { type: 'reply', reply: await counted({ text: String(final.given) }, request, copies) }
}
