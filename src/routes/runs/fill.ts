import type { Partially } from '../../streaming/index.js'

/** What is given, and the default of what is not, at any depth. Arrays are given whole. */
export function fill<Value extends object>(
  defaults: Value,
  given: Partially<NoInfer<Value>>,
): Value {
  const filled: Record<string, unknown> = Object.fromEntries(Object.entries(defaults))
  for (const [key, value] of Object.entries(given)) {
    const before = filled[key]
    if (value !== undefined)
      filled[key] = isRecord(before) && isRecord(value) ? fill(before, value) : value
  }
  // What has no default, such as the items of an array, the schema of the events looks at.
  return filled as Value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
