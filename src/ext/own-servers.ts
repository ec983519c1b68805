const key = Symbol.for('msw-openai.servers')

/** Remember the origin of a server of ours, until what it returns is called. */
export function rememberServer(origin: string): () => void {
  origins().add(origin)
  return () => void origins().delete(origin)
}

/** Whether a URL is that of a server of ours, which needs no mock. */
export function isOurs(url: string): boolean {
  return URL.canParse(url) && origins().has(new URL(url).origin)
}

/** Those of every copy of the package. */
function origins(): Set<string> {
  const all: Set<string> = Reflect.get(globalThis, key) ?? new Set()
  Reflect.set(globalThis, key, all)
  return all
}
