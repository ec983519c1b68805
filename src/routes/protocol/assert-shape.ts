import type { z } from 'zod'
import { accepts } from '../../streaming/internal.js'
import { damageOf } from './schema.js'

/**
 * Checks the shape of a resource, so that a damaged one is refused by name.
 *
 * @param schema The schema of all that is read of the resource.
 * @param task The task that fails, such as `unfold a response`.
 * @throws {TypeError} When the resource has another shape. The message names the place.
 */
export function assertShape(schema: z.ZodType, resource: unknown, task: string): void {
  // Finding the damage takes many times as long as accepting a resource that has none.
  const damage = accepts(schema, resource) ? undefined : damageOf(schema, resource)
  if (!damage) return
  throw new TypeError(
    `Failed to ${task}: it is ${damage}. Correct it, or send it on purpose: from a script, with unchecked(event).`,
  )
}
