import type { Abortable } from './abort-source.js'

/** A value, or the promise of one. A value that is ready costs no tick of the event loop. */
export type MaybePromise<Value> = Value | Promise<Value>

/**
 * Recognizes a promise by its method: where a test replaces the global `Promise`, as zone.js does,
 * an async function gives a promise of another class.
 */
export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof thenOf(value) === 'function'
}

/** Gives the method of a promise. Faster than `Reflect.get()`, and every event is asked for it. */
function thenOf({ then }: { readonly then?: unknown }): unknown {
  return then
}

/** Goes on with a value: at once where the value is ready. */
export function andThen<Value, Result>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Result>,
): MaybePromise<Result> {
  return isPromise(value) ? Promise.resolve(value).then(next) : next(value)
}

/**
 * Calls back in a macrotask: the client's reads, sockets and timers run before.
 *
 * A microtask is not enough: frames without a macrotask between them reach the client as one read,
 * and an error drops the frames that are still queued. The function is taken at import, so that
 * fake timers never delay a stream.
 */
export const defer: (callback: () => void) => void = chooseDefer()

/** Waits for one macrotask, so that everything else runs once. */
export function macrotask(): Promise<void> {
  return new Promise(defer)
}

/**
 * Waits `ms` milliseconds on the global timer, or until `early` settles. Rejects as soon as
 * `signal` aborts.
 */
export function delay(ms: number, signal: Abortable, early?: Promise<unknown>): Promise<void> {
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

/** Waits without end. Rejects as soon as `signal` aborts. */
export function forever(signal: Abortable): Promise<never> {
  return new Promise((_, reject) => {
    signal.throwIfAborted()
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** Waits for a promise. Rejects with the reason of a signal that aborts earlier. */
export function orAborted<Value>(coming: Promise<Value>, signal: Abortable): Promise<Value> {
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

/** Recognizes a real `setImmediate`: browsers have none, and the one of fake timers has a `clock`. */
function isReal(immediate: unknown): immediate is typeof setImmediate {
  return typeof immediate === 'function' && !('clock' in immediate)
}

/** Calls back by a message channel, which fake timers do not replace. */
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
