import type { MaybePromise, Stage } from '../streaming/index.js'
import { delay, type Abortable } from '../streaming/internal.js'

/**
 * Checks that stages suit an endpoint.
 *
 * @throws {TypeError} When a stage concerns a stream, and the endpoint never streams.
 */
export function assertStages(
  { name, wire }: { readonly name: string; readonly wire?: object },
  through: readonly Stage[],
): void {
  if (wire || through.every(({ beforeHeaders }) => beforeHeaders)) return
  throw new TypeError(
    `"${name}" never streams, and its stages are about a stream. ` +
      'Only delayHeaders() and refuse() come before an answer of any kind.',
  )
}

/**
 * Performs the stages that act before the response. Gives false where a stage refuses the
 * connection, and rejects as soon as `signal` aborts.
 */
export function performBeforeHeaders(
  stages: readonly Stage[],
  signal: Abortable,
): MaybePromise<boolean> {
  return stages.some(({ beforeHeaders }) => beforeHeaders) ? perform(stages, signal) : true
}

async function perform(stages: readonly Stage[], signal: Abortable): Promise<boolean> {
  for (const { beforeHeaders } of stages) {
    if (beforeHeaders?.type === 'refuse') return false
    if (beforeHeaders) await delay(beforeHeaders.ms, signal)
  }
  return true
}
