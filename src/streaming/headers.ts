/** Headers by name. */
export type HeaderFields = Readonly<Record<string, string>>

/** Put headers together. Later ones replace earlier ones, however their names are written. */
export function mergeHeaders(...sets: ReadonlyArray<HeaderFields | undefined>): Headers {
  const merged = new Headers()
  for (const [name, value] of sets.flatMap((set) => Object.entries(set ?? {}))) {
    merged.set(name, value)
  }
  return merged
}
