import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/**
 * Run a file of this folder as a process of its own, and get what it answers.
 *
 * @throws {Error} When it fails.
 */
export async function inChild<Answer>(
  file: string,
  ...args: ReadonlyArray<string | number>
): Promise<Answer> {
  const child = fork(join(import.meta.dirname, file), args.map(String), { execArgv: [] })
  child.once('exit', (code) => code && child.emit('error', new Error(`${file} failed.`)))
  const [answered] = await once(child, 'message')
  // The caller knows the type of the answer.
  return answered as Answer
}

/** Answer the parent. */
export function answer(value: object): void {
  process.send?.(value)
}

/** An argument of a child. */
export function argument(index: number): string {
  return process.argv[2 + index] ?? ''
}
