import type { Stage } from '../../streaming/index.js'
import { checkOptions, checkStages } from '../../streaming/internal.js'
import { isObject } from '../../routes/answers/answer-kind.js'
import { print } from '../../routes/protocol/print.js'
import { limitOf, recordingOf, type RouteOptions } from '../../routes/route-options.js'
import type { CreateRouteOptions } from '../../routes/server.js'
import { assertFailures, type FailureOptions } from './failures.js'
import type { ModelAnswer } from './model/model.js'
import type { NumberingOptions } from './numbering.js'
import { assertFlagged, type FlaggedText } from './retrieval/flagged-texts.js'
import type { Store } from './store/store.js'

/** Options of `createBackend()`: those of its answers, of its server, and of the records of its calls. */
export interface BackendOptions
  extends CreateRouteOptions, NumberingOptions, Pick<RouteOptions, 'calls' | 'record'> {
  /**
   * The answer in the place of a model, at every endpoint at which a model speaks. A call that
   * meets no `when()`, and for which a function gives `undefined`, is answered by the default model:
   * a short text, or a call of the first tool.
   */
  readonly answer?: ModelAnswer | undefined
  /** Chooses among the answers of the default model, an integer; 1 unless given. */
  readonly seed?: number | undefined
  /** The stages that every stream passes through, first to last. */
  readonly through?: readonly Stage[] | undefined
  /** Errors in the place of some answers; none unless given. */
  readonly failures?: FailureOptions | undefined
  /**
   * The texts that moderations flag; none unless given. Other endpoints answer to them as to any
   * other text.
   *
   * @example
   * createBackend({ flagged: ['bomb', { match: /idiot/i, categories: ['harassment'] }] })
   */
  readonly flagged?: readonly FlaggedText[] | undefined
  /**
   * Fills the store with what is there from the beginning: called at the creation of the backend, and
   * after each `reset()`.
   *
   * @example
   * createBackend({ fill: ({ files }) => files.put({ filename: 'handbook.txt' }, 'Refunds take 14 days.') })
   */
  readonly fill?: ((store: Store) => void) | undefined
}

const OPTIONS = new Set([
  'answer',
  'seed',
  'created',
  'idPrefix',
  'through',
  'failures',
  'flagged',
  'fill',
  'calls',
  'record',
  'baseURL',
  'apiKey',
  'dialect',
  'headers',
  'checkRequests',
])

/**
 * Checks the options of a backend, but for the answer and those of the server.
 *
 * @param failure The first words of every error message.
 * @throws {TypeError} When an option is unknown or wrong.
 */
export function assertOptions(failure: string, options: BackendOptions): void {
  if (!isObject(options)) throw wrong(failure, "answer: 'Hello'", options)
  checkOptions(failure, options, OPTIONS)
  const { seed = 1, created = 0, idPrefix = '', through = [], failures, flagged, fill } = options
  if (!Number.isSafeInteger(seed)) throw wrong(failure, 'seed: 1', seed)
  if (!isTime(created)) throw wrong(failure, 'created: 1700000000', created)
  if (!isPartOfId(idPrefix)) throw wrong(failure, "idPrefix: 'a'", idPrefix)
  if (!Array.isArray(through)) throw wrong(failure, 'through: [pace(5)]', through)
  checkStages(through, failure)
  assertFailures(failure, failures)
  assertFlagged(failure, flagged)
  if (fill !== undefined && typeof fill !== 'function') {
    throw wrong(failure, 'fill: (store) => { … }', fill)
  }
  recordingOf(failure, options)
  limitOf(failure, options)
}

function isTime(seconds: unknown): boolean {
  return Number.isSafeInteger(seconds) && Number(seconds) >= 0
}

/** Recognizes a text that can be a part of an id, and so of a path. */
function isPartOfId(text: unknown): boolean {
  return typeof text === 'string' && /^[\w-]*$/.test(text)
}

function wrong(failure: string, expected: string, received: unknown): TypeError {
  return new TypeError(`${failure}: expected { ${expected} }, received ${print(received)}.`)
}
