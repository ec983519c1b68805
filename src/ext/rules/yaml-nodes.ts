import { isAlias, isMap, isScalar, isSeq, visit } from 'yaml'

/** Lists the keys of a map whose values contain an anchor. */
export function anchoredKeys(map: unknown): string[] {
  if (!isMap(map)) return []
  return map.items.flatMap(({ key, value }) =>
    isScalar(key) && hasAnchor(value) ? [String(key.value)] : [],
  )
}

function hasAnchor(node: unknown): boolean {
  let isFound = false
  const look = (_: unknown, { anchor }: { readonly anchor?: string | undefined }) => {
    isFound ||= anchor !== undefined
    return isFound ? visit.BREAK : undefined
  }
  if (isScalar(node) || isMap(node) || isSeq(node)) visit(node, { Value: look })
  return isFound
}

/** Gives the offset of a node in its text. */
export function offsetOf(node: unknown, otherwise = 0): number {
  const isNode = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)
  return (isNode && node.range?.[0]) || otherwise
}
