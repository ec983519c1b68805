import { respond } from '../respond.js'
import { nameOfScript } from '../spelled-script.js'
import { answeringFetch } from './answering-fetch.js'
import type { Finding, Findings } from './finding.js'
import type { Subject } from './subject.js'
import { wholeCase } from './sweep-case.js'
import { controlError } from './sweep-error.js'
import { transcribe, type Transcript } from './transcript.js'
import type { Trial } from './trial.js'
import { UnsettledError } from './unsettled-error.js'
import { within } from './within.js'

/** What is seen of a case. */
interface Seen {
  requests: number
  readonly broken: unknown[]
}

/** Runs a consumer in one case after the other. */
export class Sweep<Event> {
  readonly #subject: Subject<Event>

  constructor(subject: Subject<Event>) {
    this.#subject = subject
  }

  /**
   * Run the consumer with nothing in its way, and tell what is on the wire then.
   *
   * @throws {BrokenScriptError} When the script is a broken one.
   * @throws {SweepError} When the consumer fails all the same.
   * @throws {TypeError} When it makes no request.
   */
  async rehearse(): Promise<Transcript> {
    const transcript = await this.#transcribe()
    const control = { case: wholeCase(transcript, ''), through: [], place: () => 'as it is' }
    const finding = await this.try(control)
    if (finding) throw controlError(this.#subject, finding)
    return transcript
  }

  /** Run every trial, in order, up to one that does not settle: each such would take all of its time. */
  async run<Tried extends Trial>(trials: Iterable<Tried>): Promise<Findings<Tried>> {
    let first: Finding<Tried> | undefined
    let [failures, cases] = [0, 0]

    for (const trial of trials) {
      const finding = await this.try(trial)
      cases++
      if (!finding) continue

      failures++
      first ??= finding
      if (finding.error instanceof UnsettledError) return { first, failures, cases, ended: true }
    }
    return { first, failures, cases, ended: false }
  }

  /**
   * Run one.
   *
   * @throws What broke the stream, where something did: it is nothing for the consumer to handle.
   * @throws {TypeError} When the consumer passes, and has made no request.
   */
  async try<Tried extends Trial>(trial: Tried): Promise<Finding<Tried> | undefined> {
    const seen: Seen = { requests: 0, broken: [] }
    const finding = await this.#consume(trial, seen).then(
      () => undefined,
      (error: unknown) => ({ trial, error }),
    )
    if (seen.broken.length > 0) throw seen.broken[0]
    if (!finding && seen.requests === 0) throw this.#noRequest(trial)
    return finding
  }

  #transcribe(): Promise<Transcript> {
    const { endpoint, script, timeout } = this.#subject

    return within(timeout, `transcribe ${this.#name}`, (over) => transcribe(endpoint, script, over))
  }

  #consume(trial: Trial, seen: Seen): Promise<void> {
    const { endpoint, script, consumer, timeout } = this.#subject
    const { through } = trial
    const observer = { onError: (error: unknown) => void seen.broken.push(error) }
    const answer = (signal: AbortSignal) => {
      seen.requests++
      return respond(endpoint, script, { through, signal, observer })
    }

    return within(timeout, 'await the consumer', async (over) => {
      await consumer(answeringFetch(answer, over), trial.case)
    })
  }

  #noRequest({ case: { stages } }: Trial): TypeError {
    const under = stages && ` under ${stages}`
    return new TypeError(
      `Failed to sweep ${this.#name}${under}: the consumer made no request with the fetch it was given, or did not wait for it.`,
    )
  }

  get #name(): string {
    return `script "${nameOfScript(this.#subject.script)}"`
  }
}
