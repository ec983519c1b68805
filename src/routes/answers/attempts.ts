import type { Call } from '../call.js'

/** One attempt at a request. */
interface Attempt {
  readonly call: Call
  /** True once the call has an answer that is no error. */
  isAnswered: boolean
  /** True once a retry has taken the place of the attempt. */
  isReplaced: boolean
  /** The request as text; undefined until a retry is compared with it. */
  key?: string
}

/** The fewest attempts to remember: retries come soon. */
const FEWEST = 100

/**
 * Counts the requests that were answered. A retry replaces the attempt before, so that a retried
 * request counts once. Each body is written as text once at most, and only when a retry comes.
 */
export class Attempts {
  readonly #limit: number
  /** The attempts that a retry may replace, oldest first. */
  readonly #open = new Set<Attempt>()
  /** The attempts of {@link Attempts.#open} that have no key yet, oldest first. */
  #fresh: Attempt[] = []
  readonly #byKey = new Map<string, Attempt[]>()
  #answered = 0

  /** @param limit The attempts to remember. A retry of an earlier one counts as a new request. */
  constructor(limit: number) {
    this.#limit = Math.max(limit, FEWEST)
  }

  /** The number of requests with an answer that is no error. */
  get answered(): number {
    return this.#answered
  }

  /** Records an attempt, whose answer `end()` records. */
  begin(call: Call): Attempt {
    const attempt: Attempt = { call, isAnswered: false, isReplaced: false }
    if (call.retryCount > 0) this.#replaceBefore(call)
    this.#open.add(attempt)
    this.#fresh.push(attempt)
    if (this.#open.size > this.#limit) this.#forgetOldest()
    return attempt
  }

  /** Records the answer to an attempt. */
  end(attempt: Attempt, isAnswered: boolean): void {
    attempt.isAnswered = isAnswered
    if (isAnswered && !attempt.isReplaced) this.#answered++
  }

  #replaceBefore(retry: Call): void {
    for (const attempt of this.#fresh) if (this.#open.has(attempt)) this.#index(attempt)
    this.#fresh = []
    const same = this.#byKey.get(keyOf(retry, retry.retryCount - 1))
    const replaced = same?.at(-1)
    if (!replaced) return

    this.#remove(replaced)
    replaced.isReplaced = true
    if (replaced.isAnswered) this.#answered--
  }

  #index(attempt: Attempt): void {
    attempt.key = keyOf(attempt.call, attempt.call.retryCount)
    const same = this.#byKey.get(attempt.key)
    if (same) same.push(attempt)
    else this.#byKey.set(attempt.key, [attempt])
  }

  #forgetOldest(): void {
    const [oldest] = this.#open
    if (oldest) this.#remove(oldest)
    // Those that were forgotten before a retry came are dropped many at once.
    if (this.#fresh.length > 2 * this.#limit)
      this.#fresh = this.#fresh.filter((attempt) => this.#open.has(attempt))
  }

  /** Removes an attempt, which is the oldest or the latest of those with the same key. */
  #remove(attempt: Attempt): void {
    this.#open.delete(attempt)
    const { key } = attempt
    const same = key === undefined ? undefined : this.#byKey.get(key)
    if (key === undefined || !same) return
    if (same.length === 1) this.#byKey.delete(key)
    else if (same.at(-1) === attempt) same.pop()
    else same.shift()
  }
}

/** Writes a request as text: the SDK sends the same request again, and counts up. */
function keyOf({ url, body }: Call, retryCount: number): string {
  return `${retryCount} ${url.href} ${textOf(body)}`
}

/** Writes a body as text. Bodies that are too deep for JSON count as equal. */
function textOf(body: unknown): string {
  try {
    return JSON.stringify(body) ?? ''
  } catch (error) {
    return String(error)
  }
}
