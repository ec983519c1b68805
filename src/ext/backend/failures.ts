import type { ApiError } from '../../routes/api-error.js'

/** Options of the failures of a backend: the same requests fail in every run. */
export interface FailureOptions {
  /** The share of requests that fail, from 0 to 1. A retry is a request, too. */
  readonly rate: number
  /** Chooses the requests that fail; 1 unless given. */
  readonly seed?: number | undefined
  /** The errors, of which each failure is one. */
  readonly with: readonly ApiError[]
}

/** Chooses requests that fail. */
export class Failures {
  constructor(_options: FailureOptions | undefined) {}

  /** Gives the error of the next request; undefined for one that is answered. */
  next(): ApiError | undefined {
    return undefined
  }

  /** Starts over. */
  reset(): void {}
}
