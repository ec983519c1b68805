import { delay } from './clock.js'
import type { Stage } from './stages/stage.js'

/**
 * Perform what stages do before there is a response: whether there is to be one.
 * Rejects as soon as `signal` aborts.
 */
export async function before(stages: readonly Stage[], signal: AbortSignal): Promise<boolean> {
  for (const { before: first } of stages) {
    if (first?.type === 'refuse') return false
    if (first) await delay(first.ms, signal)
  }
  return true
}
