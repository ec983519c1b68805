import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Collect what nothing holds. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  for (let turn = 0; turn < 4; turn++) {
    // What a turn has looked up through a weak reference is held until its end.
    await new Promise((resolve) => setImmediate(resolve))
    collect()
  }
}
