import type { GivenRule } from './rule-schema.js'

/** Gives each rule an id of its own: `rule-1` where a rule has none, and `name-2` for the second `name`. */
export function idsOfRules(rules: readonly GivenRule[]): string[] {
  const given = new Set(rules.map(({ id }) => id))
  const ids = new Set<string>()
  for (const [index, { id }] of rules.entries()) {
    const isFree = (one: string) => !ids.has(one) && (one === id || !given.has(one))
    ids.add(freeId(id ?? `rule-${index + 1}`, isFree))
  }
  return [...ids]
}

function freeId(id: string, isFree: (id: string) => boolean): string {
  if (isFree(id)) return id
  let number = 2
  while (!isFree(`${id}-${number}`)) number++
  return `${id}-${number}`
}
