import type { Stage } from '../../streaming/index.js'
import type { RouteOptions } from '../../routes/route-options.js'
import type { CreateRouteOptions } from '../../routes/server.js'
import type { FailureOptions } from './failures.js'
import type { ModelAnswer } from './model/model.js'
import type { NumberingOptions } from './numbering.js'
import type { FlaggedText } from './retrieval/flagged-texts.js'

/** Options of `createBackend()`: those of its answers, of its server, and of the records of its calls. */
export interface BackendOptions
  extends CreateRouteOptions, NumberingOptions, Pick<RouteOptions, 'calls' | 'record'> {
  /**
   * The answer in the place of a model, at every endpoint at which a model speaks. A call that
   * meets no `when()`, and for which a function gives `undefined`, is answered by the default model:
   * a short text, or a call of the first tool.
   */
  readonly answer?: ModelAnswer | undefined
  /** Chooses among the answers of the default model; 1 unless given. */
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
}
