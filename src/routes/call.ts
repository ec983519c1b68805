import type { Frame, PlayEnd, PlayObserver, PlayOutcome } from '../streaming/index.js'
import { AbortSource, explainThrown, timeOfTest, type Abortable } from '../streaming/internal.js'
import { ClientConnection } from './client-connection.js'
import type { CallRequest } from './endpoint.js'
import { lintCall, type CallFindings } from './lint/call-findings.js'
import type { Finding, LintedEndpoint } from './lint/finding.js'
import { textAt } from './protocol/fields.js'
import type { ConversationMessage, RequestReader } from './protocol/readers.js'
import { readUsage, type AnswerUsage } from './protocol/answer-usage.js'
import { headerOf, type HeaderSource } from './request/received-request.js'
import { RecordedFrames, type Recording, type SentFrame } from './recorded-frames.js'

/**
 * The end of a call. A stream is *completed*, *aborted* by a client that disconnected before the
 * end, *cut* on purpose, or *broken* by its script. A call without an answer is *broken*, too. A
 * plain answer is *replied*.
 */
export type CallOutcome = 'pending' | 'replied' | PlayOutcome

/** One request that a route answered. */
export interface Call<Event = unknown, Body = unknown> extends CallRequest<Body> {
  /** The name of the endpoint, such as `chat.completions.create`. */
  readonly endpoint: string
  /**
   * The messages of the conversation, oldest first: those of the request, and in a backend all that
   * was said before, wherever it is kept. Empty at an endpoint without a conversation.
   */
  readonly conversation: readonly ConversationMessage[]
  /**
   * The name of the model: the `model` of the request, and in a backend that of the run or of its
   * assistant; undefined where there is none.
   */
  readonly model: string | undefined
  /**
   * The names of the tools that the model may call: functions and custom tools by name, MCP servers by label,
   * others by type. In a backend, those of an assistant are among them.
   */
  readonly tools: readonly string[]
  /** The number of retries before this one, from the SDK's `x-stainless-retry-count`. */
  readonly retryCount: number
  /** The number of the attempt: 1 for the first request, 2 for the first retry. */
  readonly attempt: number
  /** The number of events that the transport has read so far. */
  readonly sent: number
  /**
   * The events that the transport has read so far, as they were sent: without fields that JSON
   * leaves out. Only the last ones where the route records fewer.
   */
  readonly events: readonly Event[]
  /**
   * The time at which each of the `events` was handed over, in milliseconds since the request. Fake
   * timers drive the clock.
   */
  readonly timings: readonly number[]
  /**
   * The places at which the stream, as it was sent, does not obey the protocol of the endpoint;
   * `docs/rules.md` lists the rules. The end is looked at once the stream is complete.
   *
   * Empty where the test changed the stream on purpose: by `unchecked()`, by `raw()`, or by stages
   * that change records, such as `drop()` or a stage of its own. Empty, too, for a plain answer, and
   * where the route records fewer events than all. `lint()` finds faults in any of these.
   */
  readonly findings: readonly Finding[]
  /** The end of the call; `pending` until then. */
  readonly outcome: CallOutcome
  /** The error that broke the call; undefined where there is none. */
  readonly error: unknown
  /** Resolves to the outcome, once the call has ended. Never rejects. */
  readonly settled: Promise<CallOutcome>
}

/**
 * The error of a call without an answer: the route's function threw, or `inOrder()` had no more
 * answers. The `cause` is the reason.
 *
 * @example
 * expect(route.calls[0]?.error).toBeInstanceOf(UnansweredCallError)
 */
export class UnansweredCallError extends Error {
  override readonly name = 'UnansweredCallError'

  constructor(
    /** The name of the endpoint. */
    readonly endpoint: string,
    /** The zero-based index of the call in `route.calls`. */
    readonly index: number,
    cause: unknown,
  ) {
    super(`Failed to answer calls[${index}] of "${endpoint}": ${explainThrown(cause)}`, { cause })
    // Stacks of the engine show nothing of the answer; that of the cause shows where it failed.
    this.stack = `${this.name}: ${this.message}`
  }
}

/** The part of its endpoint that a call uses. */
interface CalledEndpoint<Event, Body> extends LintedEndpoint<Event> {
  readonly request?: RequestReader<Body> | undefined
  usageOf?(sent: unknown): AnswerUsage | undefined
}

/** The parts of a request that a server knows, beside those in its body. */
interface KnownRequest {
  readonly conversation: readonly ConversationMessage[]
  readonly model: string
  readonly tools: readonly string[]
}

/** The request of a call, whose headers may be made later. */
interface CalledRequest<Body> extends Omit<CallRequest<Body>, 'url' | 'headers'> {
  readonly url: string | URL
  readonly headers: Headers | HeaderSource
}

/** The number of calls of all routes so far. */
let calls = 0

/** The implementation of a call, with the parts that only the route uses. */
export class RecordedCall<Event, Body> implements Call<Event, Body>, PlayObserver {
  readonly endpoint: string
  /** The place of the call among the calls of all routes. */
  readonly place = ++calls
  readonly url: URL
  readonly params: Readonly<Record<string, string>>
  readonly body: Body
  readonly number: number
  readonly retryCount: number
  readonly attempt: number
  outcome: CallOutcome = 'pending'
  error: unknown
  sent = 0
  /** Describes the answer; undefined until an answer is chosen. */
  describeAnswer: (() => string) | undefined
  /** False once the request has been passed to the next handler. */
  isAnswered = true
  /** True where a test reports the error of the call, so that it need not be printed. */
  isReported = false
  readonly connection: ClientConnection
  /** Reads the numbers of tokens in the JSON of the answer, or in an event, as the endpoint declares it. */
  readonly usageOf: (sent: unknown) => AnswerUsage | undefined
  /** True where a stage changes the records of the stream. */
  isChanged = false
  /** Called with a response that is no stream, except one that the test has made itself. */
  onReply: ((response: Response) => void) | undefined
  /** True where the stream had stalled when the call ended. */
  isStalled = false
  readonly #headers: HeaderSource
  readonly #reader: RequestReader<Body> | undefined
  /** Begins to lint the frames. A function: calls of any events are alike. */
  readonly #beginLint: () => CallFindings
  /** Undefined until somebody asks for the findings, and once the call has ended. */
  #lint: CallFindings | undefined
  /** The whole conversation; undefined until somebody asks for it. */
  #conversation: readonly ConversationMessage[] | undefined
  /** The parts that a backend knows of a request; undefined elsewhere. */
  #known: KnownRequest | undefined
  readonly #recorded: RecordedFrames<Event>
  #findings: readonly Finding[] | undefined
  /** Undefined until somebody waits for the end. */
  #settled: Promise<CallOutcome> | undefined
  #settle = (_outcome: CallOutcome): void => undefined

  /** @param client The signal of the request. */
  constructor(
    endpoint: CalledEndpoint<Event, Body>,
    { url, headers, params, body, number }: CalledRequest<Body>,
    recording: Recording = 'all',
    client: Abortable = new AbortSource(),
  ) {
    this.endpoint = endpoint.name
    this.#reader = endpoint.request
    this.usageOf = (sent) => readUsage(endpoint, sent)
    this.#beginLint = () => lintCall(endpoint)
    this.url = typeof url === 'string' ? new URL(url) : url
    this.#headers = 'headers' in headers ? headers : { headers }
    this.params = params
    this.body = body
    this.number = number
    this.retryCount = retryCountIn(this.#headers)
    this.attempt = this.retryCount + 1
    this.#recorded = new RecordedFrames(recording)
    this.connection = new ClientConnection(client)
    if (this.connection.aborted) this.#abort()
    else this.connection.addEventListener('abort', this.#abort)
  }

  get headers(): Headers {
    return this.#headers.headers
  }

  get settled(): Promise<CallOutcome> {
    this.#settled ??=
      this.outcome === 'pending'
        ? new Promise((resolve) => {
            this.#settle = resolve
          })
        : Promise.resolve(this.outcome)
    return this.#settled
  }

  get conversation(): readonly ConversationMessage[] {
    this.#conversation ??= this.#reader?.conversation(this.body) ?? []
    return this.#conversation
  }

  get model(): string | undefined {
    return this.#known?.model ?? this.#reader?.model?.(this.body) ?? modelOf(this.body)
  }

  get tools(): readonly string[] {
    const asked = this.#reader?.tools?.(this.body) ?? []
    return [...new Set([...asked, ...(this.#known?.tools ?? [])])]
  }

  /** Adds what was said before the request, and what the server knows of its model and its tools. */
  continue(known: KnownRequest): void {
    this.#conversation = known.conversation
    this.#known = known
  }

  /** Stops following the signal of the request: from now on, the response ends the call. */
  onResponse(): void {
    this.connection.removeEventListener('abort', this.#abort)
  }

  onFrame(frame: Frame, time: number): void {
    if (frame.type === 'event') this.sent++
    this.#recorded.add(frame, time)
  }

  /** The description of the answer; undefined until an answer is chosen. */
  get answer(): string | undefined {
    return this.describeAnswer?.()
  }

  get events(): readonly Event[] {
    return this.#recorded.events
  }

  /** The milliseconds from the request to the first event; undefined until then. */
  get firstEventAfter(): number | undefined {
    return this.#recorded.firstEventAfter
  }

  get timings(): readonly number[] {
    return this.#recorded.timings
  }

  /** The frames that were sent, as far as the route records them. */
  get frames(): readonly SentFrame[] {
    return this.#recorded.sent
  }

  /** The milliseconds from the request to the end of the call; undefined until then. */
  get endedAfter(): number | undefined {
    return this.#recorded.endedAfter
  }

  get findings(): readonly Finding[] {
    if (this.#findings) return this.#findings
    const findings = this.#readFindings()
    if (this.outcome === 'pending') return findings
    this.#lint = undefined
    this.#findings = findings
    return findings
  }

  #readFindings(): readonly Finding[] {
    const { all } = this.#recorded
    if (!all || this.isChanged) return []
    this.#lint ??= this.#beginLint()
    return this.outcome === 'completed' ? this.#lint.end(all) : this.#lint.read(all)
  }

  onError(error: unknown): boolean {
    this.error ??= error
    return this.isReported
  }

  /** Settles the call. Only the first outcome counts: a function may still answer a call whose client is gone. */
  onEnd(outcome: CallOutcome, { time, isStalled }: PlayEnd = endNow()): void {
    if (this.outcome !== 'pending') return
    this.#recorded.end(time)
    this.isStalled = isStalled
    this.onResponse()
    this.connection.close()
    this.outcome = this.connection.isCut && outcome === 'aborted' ? 'cut' : outcome
    this.#settle(this.outcome)
  }

  /** Records that the request is passed to the next handler, and follows its client no longer. */
  passToNextHandler(): void {
    this.isAnswered = false
    this.onResponse()
    this.connection.close()
  }

  readonly #abort = (): void => this.onEnd('aborted')
}

/** The end of a call that has no stream. */
function endNow(): PlayEnd {
  return { time: timeOfTest(), isStalled: false }
}

/** Reads the SDK's count of retries; 0 where the header is missing or wrong. */
function retryCountIn(headers: HeaderSource): number {
  const count = headerOf(headers, 'x-stainless-retry-count') ?? '0'
  return count !== '0' && /^\d{1,4}$/.test(count) ? Number(count) : 0
}

function modelOf(body: unknown): string | undefined {
  return textAt(body, 'model') || undefined
}
