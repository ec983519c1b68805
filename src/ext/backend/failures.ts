import type { ApiError } from '../../routes/api-error.js'
import { isObject, isOfKind } from '../../routes/answers/answer-kind.js'
import { print } from '../../routes/protocol/print.js'
import { checkOptions, random } from '../../streaming/internal.js'

/** Options of the failures of a backend: the same requests fail in every run. */
export interface FailureOptions {
  /** The share of requests that fail, from 0 to 1. A retry is a request, too. */
  readonly rate: number
  /** Chooses the requests that fail, an integer; 1 unless given. */
  readonly seed?: number | undefined
  /** The errors, of which each failure is one. */
  readonly with: readonly ApiError[]
}

const OPTIONS = new Set(['rate', 'seed', 'with'])

/** Chooses requests that fail. */
export class Failures {
  readonly #rate: number
  readonly #seed: number
  readonly #errors: readonly ApiError[]
  #next: () => number

  /** @param options The options, which {@link assertFailures} has checked; undefined for no failures. */
  constructor({ rate, seed = 1, with: errors }: FailureOptions = { rate: 0, with: [] }) {
    this.#rate = rate
    this.#seed = seed
    this.#errors = errors
    this.#next = random(seed)
  }

  /** Gives the error of the next request; undefined for one that is answered. */
  next(): ApiError | undefined {
    if (this.#next() / 2 ** 32 >= this.#rate) return undefined
    return this.#errors[this.#next() % this.#errors.length]
  }

  /** Starts over. */
  reset(): void {
    this.#next = random(this.#seed)
  }
}

/**
 * Checks the options of failures that plain JavaScript may have given.
 *
 * @param failure The first words of every error message.
 * @throws {TypeError} When an option is unknown, missing or wrong.
 */
export function assertFailures(failure: string, options: FailureOptions | undefined): void {
  if (options === undefined) return
  if (!isObject(options)) throw wrong(failure, 'rate: 0.05, with: [rateLimited()]', options)
  checkOptions(failure, options, OPTIONS, 'option of failures')
  const { rate, seed = 1, with: errors }: Partial<FailureOptions> = options
  if (!isShare(rate)) throw wrong(failure, 'rate: 0.05', rate, ', a number from 0 to 1')
  if (!Number.isSafeInteger(seed)) throw wrong(failure, 'seed: 1', seed)
  if (!areErrors(errors)) throw wrong(failure, 'with: [rateLimited(), serverError()]', errors)
}

function isShare(rate: unknown): boolean {
  return typeof rate === 'number' && rate >= 0 && rate <= 1
}

function areErrors(errors: unknown): boolean {
  return (
    Array.isArray(errors) && errors.length > 0 && errors.every((error) => isOfKind(error, 'error'))
  )
}

function wrong(failure: string, expected: string, received: unknown, range = ''): TypeError {
  return new TypeError(
    `${failure}: expected { failures: { ${expected} } }${range}, received ${print(received)}.`,
  )
}
