import { forever, type MaybePromise } from '../clock.js'
import { nameOfScript, type Script } from '../event-stream.js'
import { checkOptions } from '../options.js'
import { respond } from '../respond.js'
import { isDelay } from '../stages/arguments.js'
import type { NamedWire } from '../wire-format.js'
import {
  wholeCase,
  type CaseFailure,
  type SweepCase,
  type SweepResult,
  type TestCase,
} from './sweep-case.js'
import { sweepError, undisturbedError, UnsettledError, type SweepError } from './sweep-error.js'
import { transcribe, type Transcript } from './transcript.js'

// Taken at import, so that fake timers do not stop a sweep.
const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis

/** The milliseconds that a case may take unless given, and those for each 1000 bytes of the stream. */
const [TIMEOUT, FOR_EACH_1000] = [1000, 20]

/**
 * The code under test, with the test's own assertions inside. It fails a case when it throws,
 * rejects, or does not settle.
 *
 * @param fetch Answers any request with the stream.
 */
export type SweepConsumer = (
  fetch: typeof globalThis.fetch,
  sweepCase: SweepCase,
) => MaybePromise<void>

/** The parts of a sweep that all cases share. */
export interface SweepOptions<Event> {
  readonly target: NamedWire<Event>
  readonly script: Script<Event>
  readonly consumer: SweepConsumer
  /** Milliseconds of real time that a case may take; more for a longer stream unless given. */
  readonly timeout: number | undefined
}

/** The number of requests in a case, and the errors that broke their streams. */
interface CaseLog {
  requests: number
  readonly errors: unknown[]
}

/** Runs a consumer under one case after the other. */
export class Sweep<Event> {
  readonly #options: SweepOptions<Event>
  #timeout: number

  constructor(options: SweepOptions<Event>) {
    this.#options = options
    this.#timeout = options.timeout ?? TIMEOUT
  }

  /**
   * Runs the consumer on the stream without faults, and gives the transcript of the stream.
   *
   * @throws {BrokenScriptError} When the script fails.
   * @throws {SweepError} When the consumer fails.
   * @throws {TypeError} When the consumer makes no request.
   */
  async runUndisturbed(): Promise<Transcript> {
    const transcript = await this.#transcribe()
    // A read of its own for each byte takes its time.
    if (this.#options.timeout === undefined)
      this.#timeout += Math.floor(transcript.length / 1000) * FOR_EACH_1000
    const testCase = { case: wholeCase(transcript, ''), through: [], place: () => 'as it is' }
    const failure = await this.run(testCase)
    if (failure) throw undisturbedError(this.#played, failure)
    return transcript
  }

  /** Runs cases in order, and ends at a case that does not settle: every such case takes all of its time. */
  async runAll<Case extends TestCase>(testCases: Iterable<Case>): Promise<SweepResult<Case>> {
    let first: CaseFailure<Case> | undefined
    let [failures, cases] = [0, 0]

    for (const testCase of testCases) {
      const failure = await this.run(testCase)
      cases++
      if (!failure) continue

      failures++
      first ??= failure
      if (isUnsettled(failure)) return { first, failures, cases, isUnfinished: true }
    }
    return { first, failures, cases, isUnfinished: false }
  }

  /**
   * Runs one case.
   *
   * @throws The error of a broken script or stage: no consumer has to handle that.
   * @throws {TypeError} When the consumer passes without a request.
   */
  async run<Case extends TestCase>(testCase: Case): Promise<CaseFailure<Case> | undefined> {
    const log: CaseLog = { requests: 0, errors: [] }
    const failure = await this.#consume(testCase, log).then(
      () => undefined,
      (error: unknown) => ({ testCase, error }),
    )
    if (log.errors.length > 0) throw log.errors[0]
    if (!failure && log.requests === 0) throw this.#noRequest(testCase)
    return failure
  }

  /**
   * Makes the error of a sweep with failures.
   *
   * @param kind The name of the cases, such as `cuts`.
   */
  errorOf(kind: string, result: SweepResult, smallest: CaseFailure): SweepError {
    return sweepError(this.#played, kind, result, smallest)
  }

  #transcribe(): Promise<Transcript> {
    const { target, script } = this.#options

    return within(this.#timeout, `transcribe ${this.#scriptName}`, (over) =>
      transcribe(target, script, over),
    )
  }

  #consume(testCase: TestCase, log: CaseLog): Promise<void> {
    const { target, script, consumer } = this.#options
    const { through } = testCase
    const observer = { onError: (error: unknown) => void log.errors.push(error) }
    const answer = (signal: AbortSignal) => {
      log.requests++
      return respond(target, script, { through, signal, observer })
    }

    return within(this.#timeout, 'await the consumer', async (over) => {
      await consumer(fetchOf(answer, over), testCase.case)
    })
  }

  #noRequest({ case: { stages } }: TestCase): TypeError {
    const under = stages && ` under ${stages}`
    return new TypeError(
      `Failed to sweep ${this.#scriptName}${under}: the consumer made no request with the fetch it was given, or did not wait for it.`,
    )
  }

  get #scriptName(): string {
    return `script "${nameOfScript(this.#options.script)}"`
  }

  get #played(): string {
    const { script, target } = this.#options
    return `"${nameOfScript(script)}" on "${target.name}"`
  }
}

/** Recognizes the failure of a case that did not settle. */
export function isUnsettled({ error }: CaseFailure): boolean {
  return error instanceof UnsettledError
}

/**
 * Checks the options of a sweep.
 *
 * @throws {TypeError} When an option is unknown, or `options` is no object.
 */
export function checkSweep(options: unknown, known: ReadonlySet<string>, kind = 'option'): void {
  if (typeof options === 'object' && options !== null) {
    return checkOptions('Failed to sweep', options, known, kind)
  }
  throw new TypeError(
    `Failed to sweep with ${String(options)}: expected { ${[...known].join(', ')} }.`,
  )
}

/**
 * Checks a timeout.
 *
 * @throws {RangeError} Unless the timeout is more than zero, and a delay that a timer can keep.
 */
export function checkTimeout(ms: number | undefined): void {
  if (ms === undefined || (isDelay(ms) && ms > 0)) return
  throw new RangeError(`Failed to sweep with a timeout of ${ms} ms: expected more than zero.`)
}

/**
 * Makes a `fetch` function that answers every request alike. As a real `fetch` does, the function
 * rejects with the reason of a signal that has aborted.
 *
 * @param over Aborts at the end of the case, and ends every stream.
 */
function fetchOf(
  answer: (signal: AbortSignal) => Response,
  over: AbortSignal,
): typeof globalThis.fetch {
  return async (input, init) => {
    const client = signalOfFetch(input, init)
    const signal = client ? AbortSignal.any([client, over]) : over
    signal.throwIfAborted()
    return answer(signal)
  }
}

/**
 * Runs a task for `ms` milliseconds at most. The signal of the task aborts when the task has ended
 * or its time is over.
 *
 * @throws {UnsettledError} When the task does not end in time.
 */
async function within<Value>(
  ms: number,
  name: string,
  task: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const over = new AbortController()
  const timer = startTimer(() => over.abort(new UnsettledError(name, ms)), ms)
  try {
    return await Promise.race([forever(over.signal), task(over.signal)])
  } finally {
    stopTimer(timer)
    over.abort()
  }
}

/** Finds the signal of a `fetch`: the one of the options, or else the one of the request. */
export function signalOfFetch(
  input: RequestInfo | URL,
  init: RequestInit = {},
): AbortSignal | null | undefined {
  if (init.signal !== undefined) return init.signal
  return typeof input === 'object' && 'signal' in input ? input.signal : undefined
}
