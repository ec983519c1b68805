import type { z } from 'zod'
import { damageOf } from './schema.js'

/**
 * Checks the shape of a resource, so that a damaged one is refused by name.
 *
 * @param schema The schema of all that is read of the resource.
 * @param task The task that fails, such as `unfold a response`.
 * @throws {TypeError} When the resource has another shape. The message names the place.
 */
export function assertShape(schema: z.ZodType, resource: unknown, task: string): void {
  const damage = damageOf(schema, resource)
  if (!damage) return
  throw new TypeError(
    `Failed to ${task}: it is ${damage}. Correct it, or send it on purpose: from a script, with unchecked(event).`,
  )
}
