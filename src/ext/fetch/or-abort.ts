/** What comes, or the reason of a signal that aborts before. */
export function orAbort<Value>(coming: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    coming.finally(() => signal.removeEventListener('abort', onAbort)).then(resolve, reject)
  })
}
