/** Enough for an item to pass through dozens of stages, and too little for anything that waits. */
const TURNS = 200

/** Whether a promise settles without a wait. Its rejection is left to whoever awaits it. */
export async function isReady(promise: Promise<unknown>): Promise<boolean> {
  let isSettled = false
  const settle = () => {
    isSettled = true
  }
  promise.then(settle, settle)

  for (let turn = 0; turn < TURNS; turn++) {
    if (isSettled) return true
    await Promise.resolve()
  }
  return false
}
