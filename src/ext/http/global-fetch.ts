type Fetch = typeof fetch

/** The global `fetch` of a process, and the one in its place while a server listens. */
interface Fetches {
  /** The function that was global before. */
  readonly real: Fetch
  /** The function of MSW; undefined while no server listens. */
  mocked: Fetch | undefined
}

/** Registered, so that every copy of the package follows the same servers. */
const key = Symbol.for('msw-openai.fetch')

// At import: an app that is imported afterwards may create its client at once.
followServers()

/**
 * Replaces the global `fetch` by a function that asks the server of the moment.
 *
 * A client keeps the `fetch` that it finds when it is created. A client at module level is created
 * when its module is imported, which is long before a server listens.
 */
function followServers(): void {
  const real = globalThis.fetch
  const fetches = fetchesOf(real)
  if (key in real) return

  const late: Fetch = (...args) => (fetches.mocked ?? real)(...args)
  setFetch(Object.assign(late, { [key]: fetches }))
}

/** Makes MSW patch the real `fetch`, or restore it. The global one stays the one that clients keep. */
export function patchFetch(patch: () => void): void {
  followServers()
  const late = globalThis.fetch
  const fetches = fetchesOf(late)
  setFetch(fetches.mocked ?? fetches.real)
  try {
    patch()
  } finally {
    fetches.mocked = globalThis.fetch === fetches.real ? undefined : globalThis.fetch
    setFetch(late)
  }
}

/** Recognizes a process in which a server of MSW listens, also one that this package did not start. */
export function isMocked(): boolean {
  const { fetch } = globalThis
  return fetchesOf(fetch).mocked !== undefined || !(key in fetch)
}

function fetchesOf(real: Fetch): Fetches {
  const fetches: Fetches = Reflect.get(globalThis, key) ?? { real, mocked: undefined }
  Reflect.set(globalThis, key, fetches)
  return fetches
}

/** Sets the global `fetch`, also where MSW has left a property that cannot be written. */
function setFetch(value: Fetch): void {
  const attributes = { configurable: true, enumerable: true, writable: true }
  Object.defineProperty(globalThis, 'fetch', { value, ...attributes })
}
