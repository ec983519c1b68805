/** Headers by name. */
export type HeaderFields = Readonly<Record<string, string>>

/** Put headers together. Later ones replace earlier ones, however their names are written. */
export function mergeHeaders(
  ...sets: ReadonlyArray<HeaderFields | undefined>
): Record<string, string> {
  const merged: Record<string, string> = {}
  for (const set of sets) {
    for (const name in set) merged[name.toLowerCase()] = String(set[name])
  }
  return merged
}
