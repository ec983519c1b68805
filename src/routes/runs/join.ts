/**
 * What deltas amount to when one more is added: strings grow, lists are filled by
 * `index`, and whatever else is there is replaced.
 */
export function joinDelta<Whole>(before: Whole, delta: unknown): Whole {
  // Deltas have the shape of what they are deltas of, which no type says.
  return join(before, delta) as Whole
}

function join(before: unknown, delta: unknown): unknown {
  if (Array.isArray(delta)) return joinLists(before, delta)
  if (typeof delta === 'object' && delta !== null) return joinObjects(before, delta)
  if (typeof delta === 'string' && typeof before === 'string') return before + delta
  return delta ?? before ?? null
}

function joinLists(before: unknown, delta: readonly unknown[]): unknown[] {
  const joined: unknown[] = Array.isArray(before) ? [...before] : []
  for (const item of delta) {
    const { index, ...rest }: { index?: number } = Object(item)
    const at = index ?? joined.length
    joined[at] = join(joined[at], rest)
  }
  return joined
}

function joinObjects(before: unknown, delta: object): object {
  const joined: Record<string, unknown> = { ...Object(before) }
  for (const [key, value] of Object.entries(delta)) {
    joined[key] = key === 'type' || key === 'id' ? value : join(joined[key], value)
  }
  return joined
}
