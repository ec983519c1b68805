import type { Stage } from '../streaming/index.js'
import { delay } from '../streaming/internal.js'

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
 * Performs the stages that act before the response. Resolves to false where a stage refuses the
 * connection, and rejects as soon as `signal` aborts.
 */
export async function performBeforeHeaders(
  stages: readonly Stage[],
  signal: AbortSignal,
): Promise<boolean> {
  for (const { beforeHeaders } of stages) {
    if (beforeHeaders?.type === 'refuse') return false
    if (beforeHeaders) await delay(beforeHeaders.ms, signal)
  }
  return true
}
