import type { VectorStoreFile } from 'openai/resources/vector-stores/files'
import { z } from 'zod'
import { damageOf, oneOfTexts } from '../protocol/schema.js'

/** The statuses of a file and of a batch. A status that the SDK adds or removes causes a compile error here. */
const STATUSES = {
  in_progress: true,
  completed: true,
  cancelled: true,
  failed: true,
} satisfies Record<VectorStoreFile['status'], true>

const withStatus = z.looseObject({ status: oneOfTexts(Object.keys(STATUSES)).optional() })

/**
 * Checks the status that an author gives: the SDK polls without a pause where it does not know the
 * status.
 *
 * @throws {TypeError} When there is no such status.
 */
export function assertFileStatus(given: object, kind: string): void {
  const damage = damageOf(withStatus, given)
  if (damage) throw new TypeError(`Failed to complete a ${kind}: it is ${damage}.`)
}
