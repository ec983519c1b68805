import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Collect what nothing holds. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  for (let round = 0; round < 4; round++) {
    // An object that was read through a weak reference stays until the end of the job.
    await new Promise((resolve) => setImmediate(resolve))
    collect()
  }
}
