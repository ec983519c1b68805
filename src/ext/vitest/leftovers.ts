import type { WatchedCall } from '../../routes/watch-calls.js'
import { settle } from '../matchers/route-calls.js'
import { LeftoverStreamError } from './leftover-stream-error.js'

/** Cut the calls that are still under way, and tell of them. */
export async function cutLeftovers(
  watched: readonly WatchedCall[],
): Promise<LeftoverStreamError[]> {
  // The client of some may just have left.
  await settle({ calls: watched.map(({ call }) => call) })
  const left = watched.filter(({ call }) => call.outcome === 'pending')
  const errors = left.map(
    ({ route: { endpoint }, index, call: { answer, sent } }) =>
      new LeftoverStreamError({ endpoint: endpoint.name, index, answer, sent }),
  )

  for (const { call } of left) call.connection.cut()
  await settle({ calls: left.map(({ call }) => call) })
  // A function that never answers does not notice.
  for (const { call } of left) if (call.outcome === 'pending') call.onEnd('cut')
  return errors
}
