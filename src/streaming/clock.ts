/** A value, or the promise of one: no turn of the event loop is lost where there is no wait. */
export type MaybePromise<Value> = Value | Promise<Value>

/** Recognizes a promise of this package. */
export function isPromise<Value>(value: MaybePromise<Value>): value is Promise<Value> {
  return value instanceof Promise
}

/**
 * Calls back once everything else has run: the client's reads, sockets, timers.
 *
 * A microtask is not enough: frames without a macrotask between them reach the client as one read,
 * and an error throws away the frames that are still queued. The function is taken at import, so that
 * fake timers never hold a stream up.
 */
export const defer: (callback: () => void) => void = chooseDefer()

/** Lets everything else run once. */
export function macrotask(): Promise<void> {
  return new Promise(defer)
}

/**
 * Waits `ms` milliseconds on the global timer, but no longer than until `early` settles. Rejects as
 * soon as `signal` aborts.
 */
export function delay(ms: number, signal: AbortSignal, early?: Promise<unknown>): Promise<void> {
  if (ms === 0) return Promise.resolve()

  return new Promise((resolve, reject) => {
    signal.throwIfAborted()

    const onAbort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const onTime = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      resolve()
    }
    const timer = setTimeout(onTime, ms)
    signal.addEventListener('abort', onAbort, { once: true })
    early?.then(onTime, onTime)
  })
}

/** Never resolves. Rejects as soon as `signal` aborts. */
export function forever(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.throwIfAborted()
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** Gives the value of a promise, or rejects with the reason of a signal that aborts before. */
export function orAborted<Value>(coming: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    coming.finally(() => signal.removeEventListener('abort', onAbort)).then(resolve, reject)
  })
}

function chooseDefer(): (callback: () => void) => void {
  const { setImmediate: immediate, setTimeout: timeout } = globalThis
  if (isReal(immediate)) return (callback) => void immediate(callback)
  if (typeof MessageChannel === 'function') return viaMessageChannel
  return (callback) => void timeout(callback, 0)
}

/** Browsers have no `setImmediate`, and fake timers mark theirs with a `clock`. */
function isReal(immediate: unknown): immediate is typeof setImmediate {
  return typeof immediate === 'function' && !('clock' in immediate)
}

/** Fake timers do not replace message channels. */
function viaMessageChannel(callback: () => void): void {
  const { port1, port2 } = new MessageChannel()
  const onMessage = () => {
    port1.close()
    callback()
  }
  port1.addEventListener('message', onMessage, { once: true })
  port1.start()
  port2.postMessage(undefined)
}
