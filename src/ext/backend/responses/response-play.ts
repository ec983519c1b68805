import type { Cue, Script } from '../../../streaming/index.js'
import { isStreamError } from '../../../streaming/internal.js'
import type {
  ResponseEvent,
  WireResponse,
} from '../../../routes/responses/response-event-schema.js'
import { followed } from '../streams/followed.js'
import { scriptLike } from '../streams/script-like.js'
import { StreamLog } from '../streams/stream-log.js'
import type { ResponseRecord } from './response-record.js'

/** The error of a response whose script has ended without its end. A client that polls would never stop. */
const UNENDED: WireResponse['error'] = {
  code: 'server_error',
  message:
    'The script of the response ended before the response did. End it with completed(), or another end of responseWriter().',
}

/** The plays of responses, by the response as the store has it. One that a test puts there has none. */
const plays = new WeakMap<WireResponse, ResponsePlay>()

/** Finds the play of a response of the store; undefined where the response itself says everything. */
export function playOf(response: WireResponse): ResponsePlay | undefined {
  return plays.get(response)
}

/** The parts of a play. */
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
  readonly #log = new StreamLog((signal) => this.#play(signal))
  readonly #played: PlayedResponse

  constructor(played: PlayedResponse) {
    this.#played = played
  }

  /** Makes the script of one client, from the first event on. */
  script(): Script<ResponseEvent> {
    return scriptLike(this.#played.script, () => this.#log.read())
  }

  /** Begins the response before its first event. */
  begin(response: WireResponse): void {
    this.#changed(() => this.#played.record.keep(response))
  }

  /** Goes on until the status of the response changes, as far as the script does not wait. */
  advance(): Promise<void> {
    const { record } = this.#played
    const status = record.response?.status
    return this.#log.advance(() => record.response?.status !== status)
  }

  /** Cancels a response that has not ended. Its clients get no further event. */
  cancel(): void {
    if (!this.#played.record.isOpen) return
    this.#changed(() => this.#played.record.change({ status: 'cancelled' }))
    this.#log.stop()
  }

  async *#play(signal: AbortSignal): AsyncGenerator<ResponseEvent | Cue> {
    const { script, change, record } = this.#played
    const follow = (event: ResponseEvent) => {
      const changed = change(event)
      this.#changed(() => record.follow(changed))
      return changed
    }
    try {
      yield* followed(script, signal, follow)
      if (record.response?.background) this.#fail(UNENDED)
    } catch (error) {
      if (signal.aborted) return
      this.#fail(errorOf(error))
      throw error
    }
  }

  /** Makes the response one that has failed, unless it has ended. */
  #fail(error: WireResponse['error']): void {
    this.#changed(() => this.#played.record.change({ status: 'failed', error }))
  }

  /** Changes the record, and finds this play by the changed response from now on. */
  #changed(change: () => void): void {
    change()
    const { record, isUnfolded } = this.#played
    const isRedundant = isUnfolded && record.hasSucceeded
    if (record.response && !isRedundant) plays.set(record.response, this)
  }
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
