/**
 * Let everything else run once: the client's reads, sockets, timers.
 *
 * A microtask is not enough: frames without a macrotask between them reach the
 * client as one read, and an error throws away the ones still queued. What runs
 * it is taken at import, so that fake timers never hold a stream up.
 */
export const macrotask: () => Promise<void> = chooseMacrotask()

/** Wait `ms` milliseconds on the global timer, or reject as soon as `signal` aborts. */
export function delay(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0) return Promise.resolve()

  return new Promise((resolve, reject) => {
    signal.throwIfAborted()

    const onAbort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal.addEventListener('abort', onAbort, { once: true })
  })
}

/** Never resolve; reject as soon as `signal` aborts. */
export function forever(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.throwIfAborted()
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function chooseMacrotask(): () => Promise<void> {
  const { setImmediate: immediate, setTimeout: timeout } = globalThis
  if (isReal(immediate)) return viaImmediate(immediate)
  if (typeof MessageChannel === 'function') return viaMessageChannel()
  return () => new Promise((resolve) => void timeout(resolve, 0))
}

/** Browsers have no `setImmediate`, and fake timers mark theirs with a `clock`. */
function isReal(immediate: unknown): immediate is typeof setImmediate {
  return typeof immediate === 'function' && !('clock' in immediate)
}

function viaImmediate(immediate: typeof setImmediate) {
  return () => new Promise<void>((resolve) => void immediate(resolve))
}

/** Fake timers leave message channels alone. */
function viaMessageChannel() {
  return () =>
    new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel()
      const onMessage = () => {
        port1.close()
        resolve()
      }
      port1.addEventListener('message', onMessage, { once: true })
      port1.start()
      port2.postMessage(undefined)
    })
}
