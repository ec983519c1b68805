import type { IncomingMessage } from 'node:http'
import { keyIn } from '../../routes/api-key.js'
import type { CallOutcome, RecordedCall } from '../../routes/call.js'
import { valueAt } from '../../routes/protocol/fields.js'
import type { RouteResponse } from '../../routes/responder.js'
import { explainThrown, isStreamed } from '../../streaming/internal.js'
import { withoutKeys, withoutSecrets } from './without-keys.js'

/** A call of any route. */
export type AnyCall = RecordedCall<unknown, unknown>

/** The tokens of a request and of its answer. */
interface Tokens {
  readonly input: number
  readonly output: number
}

/** One request and its response, as the page `/_calls` shows them. Null stands for what there is not. */
export interface ExchangeEntry {
  /** The number of the request, from 1 on. */
  readonly number: number
  /** The time of the request in ISO 8601. */
  readonly time: string
  readonly method: string
  /** The path and the query, without keys. */
  readonly path: string
  /** The name of the endpoint that answered. */
  readonly endpoint: string | null
  readonly model: string | null
  readonly stream: boolean
  /** The number of the attempt: 1 for the first request, 2 for its first retry. */
  readonly attempt: number | null
  /** The id of the rule that answered. */
  readonly rule: string | null
  /** The number of events that were sent. */
  readonly sent: number
  readonly outcome: CallOutcome
  readonly status: number | null
  readonly error: string | null
  /** The milliseconds from the request to the end of the response. */
  readonly ms: number | null
  /** The milliseconds from the request to the first event. */
  readonly firstEventMs: number | null
  readonly tokens: Tokens | null
  readonly body: unknown
}

/** The fields of an entry that depend on the end. */
type Described = Partial<ExchangeEntry> & Pick<ExchangeEntry, 'outcome'>

/** The end of a response. */
interface End {
  readonly status: number | undefined
  /** True where the client got the whole response. */
  readonly isWhole: boolean
}

/** One request at the server, and its response. */
export class Exchange {
  readonly number: number
  /** The size of the body in bytes. */
  size = 0
  /** The call of the route that answers; undefined where none does, and after the end. */
  call: AnyCall | undefined
  /** Finds the id of the rule that answers a call. */
  ruleOf: (call: AnyCall) => string | undefined = () => undefined
  readonly #time = new Date().toISOString()
  readonly #began = performance.now()
  readonly #method: string
  readonly #path: string
  readonly #key: string | undefined
  #isStream = false
  /** The JSON of the response. */
  #json: Promise<unknown> | undefined
  #ended: ExchangeEntry | undefined

  constructor(number: number, { method = '', url = '', headers }: IncomingMessage) {
    this.number = number
    this.#method = method
    this.#key = keyIn(new Headers({ authorization: headers.authorization ?? '' }))
    this.#path = withoutKeys(withoutSecrets(url), [this.#key])
  }

  /** Describes the exchange so far. */
  get entry(): ExchangeEntry {
    return this.#ended ?? this.#describe({ outcome: this.call?.outcome ?? 'pending' })
  }

  onResponse(size: number, response: RouteResponse): void {
    this.size = size
    const type = isStreamed(response) ? 'text/event-stream' : response.headers.get('content-type')
    this.#isStream = type?.startsWith('text/event-stream') ?? false
    if (isStreamed(response) || !type?.startsWith('application/json')) return
    // The body of an answer in JSON is there at once. A text that is no JSON says nothing.
    this.#json = response
      .clone()
      .json()
      .catch(() => undefined)
  }

  /** Ends the exchange, and gives its description. */
  async end({ status, isWhole }: End): Promise<ExchangeEntry> {
    const ms = round(performance.now() - this.#began)
    const json = await this.#json
    const outcome = this.call ? await this.call.settled : isWhole ? 'replied' : 'aborted'
    const tokens = this.#tokensIn([json, ...(this.call?.events ?? [])])
    const error = this.#explain(this.call?.error, json)
    this.#ended = this.#describe({ outcome, status: status ?? null, ms, tokens, error })
    this.call = undefined
    return this.#ended
  }

  /** Forgets the body of an exchange that has ended. */
  dropBody(): void {
    if (this.#ended) this.#ended = { ...this.#ended, body: null }
  }

  /** Finds the tokens in the JSON and the events of a response. The last numbers count. */
  #tokensIn(sent: readonly unknown[]): Tokens | null {
    const usages = sent.map((each) => this.call?.usageOf(each))
    const usage = usages.findLast((found) => found !== undefined)
    return usage ? { input: usage.input, output: usage.output ?? 0 } : null
  }

  /** Explains the failure of an exchange; null where there is none. */
  #explain(thrown: unknown, json: unknown): string | null {
    const message = thrown === undefined ? valueAt(json, 'error', 'message') : thrown
    return message === undefined ? null : withoutKeys(explainThrown(message), [this.#key])
  }

  #describe({ outcome, ...end }: Described): ExchangeEntry {
    const { call } = this
    const model = valueAt(call?.body, 'model')
    return {
      number: this.number,
      time: this.#time,
      method: this.#method,
      path: this.#path,
      endpoint: call?.endpoint ?? null,
      model: typeof model === 'string' ? model : null,
      stream: this.#isStream,
      attempt: call?.attempt ?? null,
      rule: (call && this.ruleOf(call)) ?? null,
      sent: call?.sent ?? 0,
      outcome,
      status: null,
      error: null,
      ms: null,
      firstEventMs: call?.firstEventAfter === undefined ? null : round(call.firstEventAfter),
      tokens: null,
      body: call?.body ?? null,
      ...end,
    }
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
}
