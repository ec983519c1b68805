import type { z } from 'zod'

/**
 * Checks the shape of a resource, so that a damaged one is refused by name.
 *
 * @param schema The schema of all that is read of the resource.
 * @param task The task that fails, such as `unfold a response`.
 * @throws {TypeError} When the resource has another shape. The message names the place.
 */
export function assertShape(schema: z.ZodType, resource: unknown, task: string): void {
  const [issue] = schema.safeParse(resource).error?.issues ?? []
  if (!issue) return

  const place = issue.path.length > 0 ? `${issue.path.map(String).join('.')}: ` : ''
  throw new TypeError(
    `Failed to ${task}: ${place}${issue.message.replace('Invalid input: ', '')}. ` +
      'Correct it, or send it on purpose: from a script, with unchecked(event).',
  )
}
