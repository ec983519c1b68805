/** Gives the next id that begins with a prefix: `msg_1`, `msg_2`, … */
export type NextId = (prefix: string) => string

/**
 * Counts the ids of the parts of one resource, for each prefix from 1 on. The ids contain the
 * number of the resource: `msg_1`, `msg_2` inside `resp_1`, and `msg_2_1`, `msg_2_2` inside
 * `resp_2`. Clients remember the tool calls that they have answered by id, so that no two calls may
 * share an id.
 *
 * @param owner The id of the resource.
 * @param taken The ids that are in use already. They are skipped.
 */
export function idsInside(owner: string, taken: Iterable<unknown> = []): NextId {
  return countIds(() => infixOf(owner), new Set(taken))
}

/**
 * Counts ids from the highest one that an earlier stream of the same resource used, such as the
 * stream of a run that required action: after `call_2` comes `call_3`, also where no `call_1` was
 * used.
 *
 * @param owner The id of the resource.
 * @param earlier The ids that the earlier stream used.
 */
export function idsAfter(owner: string, earlier: Iterable<unknown>): NextId {
  const infix = infixOf(owner)
  const used = new Set(earlier)
  const counted = new RegExp(`^(.+?)_${infix}(\\d{1,15})$`)
  const counts = new Map<string, number>()
  for (const id of used) {
    const [, prefix = '', count = '0'] = counted.exec(typeof id === 'string' ? id : '') ?? []
    counts.set(prefix, Math.max(Number(count), counts.get(prefix) ?? 0))
  }
  return countIds(() => infix, used, counts)
}

/**
 * Gives the part of ids that names the owner's number: `2_`, and nothing for the first owner. An id
 * that was read may be no text.
 */
function infixOf(owner: unknown): string {
  const number = /\d+$/.exec(typeof owner === 'string' ? owner : '')?.[0] ?? '1'
  return number === '1' ? '' : `${number}_`
}

/** @param infixOfOwner Gives the infix when the first id is asked for: most resources have no ids inside. */
function countIds(
  infixOfOwner: () => string,
  used: ReadonlySet<unknown>,
  counts = new Map<string, number>(),
): NextId {
  let infix: string | undefined
  return (prefix) => {
    infix ??= infixOfOwner()
    let count = counts.get(prefix) ?? 0
    let id: string
    do id = `${prefix}_${infix}${++count}`
    while (used.has(id))
    counts.set(prefix, count)
    return id
  }
}
