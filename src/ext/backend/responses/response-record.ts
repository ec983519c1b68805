import type { ConversationItem } from 'openai/resources/conversations/items'
import { isRecord, type Partially } from '../../../routes/protocol/defaults.js'
import { listAt, valueAt } from '../../../routes/protocol/fields.js'
import { damageOf } from '../../../routes/protocol/schema.js'
import { completable } from '../../../routes/responses/given-response-schema.js'
import type {
  ResponseEvent,
  WireResponse,
} from '../../../routes/responses/response-event-schema.js'
import type { MemoryStore } from '../store/store.js'
import type { ContinuedRequest } from './continued-request.js'

/** One response while it is made. The store has every change before a client knows of it. */
export class ResponseRecord {
  readonly #store: MemoryStore
  readonly #request: ContinuedRequest
  readonly #isStored: boolean
  #response: WireResponse | undefined

  /** @param options.isStored False for a response that only its client ever sees. */
  constructor(
    store: MemoryStore,
    request: ContinuedRequest,
    { isStored }: { readonly isStored: boolean },
  ) {
    this.#store = store
    this.#request = request
    this.#isStored = isStored
  }

  /** The response so far, as the store has it; undefined until it has begun. */
  get response(): WireResponse | undefined {
    return this.#response
  }

  /** True until the response has ended. */
  get isOpen(): boolean {
    return !isOver(this.#response)
  }

  /** True once the response has ended, and its items are those of its conversation. */
  get hasSucceeded(): boolean {
    return SUCCESSES.includes(this.#response?.status)
  }

  /** Keeps the response as it is now. A response that has ended, or that was deleted, stays as it is. */
  keep(response: WireResponse): void {
    if (!this.isOpen || this.#isReplaced) return
    if (!this.#response) this.#keepInput(response.id)
    this.#response = this.#isStored ? this.#store.responses.put(response) : response
    if (this.hasSucceeded) this.#addToConversation(this.#response)
  }

  /** Keeps the change that an event makes. A damaged one is left to the client, or to the check of the event. */
  follow(event: ResponseEvent): void {
    const changed = afterEvent(this.#response, event)
    if (changed && damageOf(completable, changed) === undefined) this.keep(changed)
  }

  /** Keeps a change of some fields, once the response has begun. */
  change(fields: Partial<WireResponse>): void {
    if (this.#response) this.keep({ ...this.#response, ...fields })
  }

  /** True where a client has deleted the response, or a test has put another one in its place. */
  get #isReplaced(): boolean {
    const mine = this.#response
    return this.#isStored && mine !== undefined && this.#store.responses.get(mine.id) !== mine
  }

  #keepInput(id: string): void {
    if (!this.#isStored) return
    for (const item of this.#request.input) this.#store.inputItems.of(id).put(item)
  }

  #addToConversation({ output }: WireResponse): void {
    const { conversation = '' } = this.#request.earlier
    if (!this.#store.conversations.get(conversation)) return
    const items: readonly object[] = [...this.#request.input, ...output]
    // The items of an input and of an output are those of a conversation.
    for (const item of items as ReadonlyArray<Partially<ConversationItem>>) {
      this.#store.items.of(conversation).put(item)
    }
  }
}

/** The statuses of a response whose items become those of its conversation. */
const SUCCESSES: readonly unknown[] = ['completed', 'incomplete']

/** The statuses of a response that goes on. */
const PASSING: readonly unknown[] = ['queued', 'in_progress', undefined]

/** Returns true for a response that has ended. */
function isOver(response: WireResponse | undefined): boolean {
  return !PASSING.includes(response?.status)
}

/** Gives a response as an event changes it; undefined for an event that changes nothing that is kept. */
function afterEvent(
  response: WireResponse | undefined,
  event: ResponseEvent,
): WireResponse | undefined {
  const output = response?.output ?? []
  const given = valueAt(event, 'response')
  if (isRecord(given)) {
    const isWhole = listAt(given, 'output').length > 0
    // The schema of the endpoint checks the event.
    return { ...(given as unknown as WireResponse), ...(!isWhole && { output }) }
  }
  if (!response || valueAt(event, 'type') !== 'response.output_item.done') return undefined
  const { item, output_index } = event as Extract<typeof event, { item: unknown }>
  return { ...response, output: output.toSpliced(output_index, 1, item) }
}
