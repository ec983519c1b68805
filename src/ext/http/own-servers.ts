const key = Symbol.for('msw-openai.servers')

/**
 * Adds the origin of a server of this package to the list.
 *
 * @returns A function that removes the origin.
 */
export function rememberServer(origin: string): () => void {
  origins().add(origin)
  return () => void origins().delete(origin)
}

/** Recognizes a URL of a server of this package, whose requests need no mock. */
export function isOwnServer(url: string): boolean {
  return URL.canParse(url) && origins().has(new URL(url).origin)
}

/** Gives the origins, which every copy of the package shares. */
function origins(): Set<string> {
  const all: Set<string> = Reflect.get(globalThis, key) ?? new Set()
  Reflect.set(globalThis, key, all)
  return all
}
