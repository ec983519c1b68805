const key = Symbol.for('msw-openai.servers')

/** Remembers the origin of a server of this package, until the function that is returned is called. */
export function rememberServer(origin: string): () => void {
  origins().add(origin)
  return () => void origins().delete(origin)
}

/** Recognizes the URL of a server of this package, which needs no mock. */
export function isOwnServer(url: string): boolean {
  return URL.canParse(url) && origins().has(new URL(url).origin)
}

/** The origins of every copy of the package. */
function origins(): Set<string> {
  const all: Set<string> = Reflect.get(globalThis, key) ?? new Set()
  Reflect.set(globalThis, key, all)
  return all
}
