import type { Frames } from '../frame.js'
import type { Refusal, Stage } from './stage.js'

const REFUSAL: Refusal = { type: 'refuse' }

/**
 * Refuse the connection: there is no response, and the script never starts. A client
 * sees `fetch` reject; the OpenAI SDK makes that an `APIConnectionError`, and retries.
 */
export function refuse(): Stage {
  return Object.assign((items: Frames) => items, { before: REFUSAL })
}
