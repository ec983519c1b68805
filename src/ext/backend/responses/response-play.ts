import { AsyncEventStream, type Cue, type Script } from '../../../streaming/index.js'
import { isStreamError, macrotask, printError } from '../../../streaming/internal.js'
import type {
  ResponseEvent,
  WireResponse,
} from '../../../routes/responses/response-event-schema.js'
import { StreamLog } from '../streams/stream-log.js'
import { FollowedScript } from './followed-script.js'
import type { ResponseRecord } from './response-record.js'

/** The most events that one poll waits for: a script may have no end. */
const EVENTS_A_POLL = 10_000

/** The plays of responses, by the response as the store has it. One that a test puts there has none. */
const plays = new WeakMap<WireResponse, ResponsePlay>()

/** Finds the play of a response of the store; undefined where the response itself says everything. */
export function playOf(response: WireResponse): ResponsePlay | undefined {
  return plays.get(response)
}

/** What a play is made of. */
interface PlayedResponse {
  readonly script: Script<ResponseEvent>
  readonly record: ResponseRecord
  /** Changes each event before the play goes on. */
  readonly change: (event: ResponseEvent) => ResponseEvent
  /** True where the whole response unfolds to the events of the script, which need not be kept then. */
  readonly isUnfolded: boolean
}

/** The making of one response by a script, which is played once for all clients and polls. */
export class ResponsePlay {
  readonly #log: StreamLog<ResponseEvent>
  readonly #played: PlayedResponse
  /** The error of the script, for clients that come later. */
  #failure: { readonly error: unknown } | undefined

  constructor(played: PlayedResponse) {
    this.#played = played
    this.#log = new StreamLog(
      new FollowedScript(played.script, (event) => this.#follow(event), this.#fail),
    )
  }

  /** Makes the script of one client, from the first event on. */
  script(): Script<ResponseEvent> {
    const script = new ClientScript(this.#log.script(), () => this.#failure)
    // Messages name the script of the author.
    Reflect.defineProperty(script, 'constructor', { value: this.#played.script.constructor })
    return script
  }

  /** Begins the response before its first event. */
  begin(response: WireResponse): void {
    this.#changed(() => this.#played.record.keep(response))
  }

  /** Goes on until the status of the response changes, as far as the script does not wait. */
  async advance(): Promise<void> {
    const { record } = this.#played
    const status = record.response?.status
    const deadline = macrotask().then(() => false)
    for (let count = 0; count < EVENTS_A_POLL; count++) {
      if (record.response?.status !== status) return
      if (!(await pulledBefore(deadline, this.#log.pull()))) return
    }
  }

  /** Cancels a response that has not ended. Its clients get no further event. */
  cancel(): void {
    if (!this.#played.record.isOpen) return
    this.#changed(() => this.#played.record.change({ status: 'cancelled' }))
    this.#log.stop().catch(printError)
  }

  #follow(event: ResponseEvent): ResponseEvent {
    const changed = this.#played.change(event)
    this.#changed(() => this.#played.record.follow(changed))
    return changed
  }

  readonly #fail = (error: unknown): void => {
    this.#failure = { error }
    this.#changed(() => this.#played.record.change({ status: 'failed', error: errorOf(error) }))
  }

  /** Changes the record, and finds this play by the changed response from now on. */
  #changed(change: () => void): void {
    change()
    const { record, isUnfolded } = this.#played
    const isRedundant = isUnfolded && record.hasSucceeded
    if (record.response && !isRedundant) plays.set(record.response, this)
  }
}

/** Waits for an event until a deadline. An error of the API is in the response already. */
async function pulledBefore(deadline: Promise<boolean>, pull: Promise<boolean>): Promise<boolean> {
  let isLate = false
  const pulled = pull.catch((error: unknown) => {
    if (isStreamError(error)) return false
    if (!isLate) throw error
    printError(error)
    return false
  })
  const isPulled = await Promise.race([pulled, deadline])
  isLate = true
  return isPulled
}

/** Makes the error of a response of that of its script. */
function errorOf(error: unknown): WireResponse['error'] {
  if (!isStreamError(error)) {
    const message = 'The server had an error while processing your request.'
    return { code: 'server_error', message }
  }
  // There are more codes on the wire than in the SDK's type.
  const code = String(error.code ?? 'server_error') as NonNullable<WireResponse['error']>['code']
  return { code, message: error.message }
}

/** The script of one client. A client that comes after the failure of the script gets the error, too. */
class ClientScript extends AsyncEventStream<ResponseEvent> {
  constructor(
    private readonly script: AsyncEventStream<ResponseEvent>,
    private readonly failure: () => { readonly error: unknown } | undefined,
  ) {
    super()
  }

  async *generate(signal: AbortSignal): AsyncGenerator<ResponseEvent | Cue> {
    yield* this.script.generate(signal)
    const failure = this.failure()
    if (failure) throw failure.error
  }
}
