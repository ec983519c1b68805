import type { AnyRoute } from '../../routes/watch-calls.js'

/** A test passed without having used every answer of its routes. */
export class UnusedAnswersError extends Error {
  override readonly name = 'UnusedAnswersError'

  constructor(
    /** The answers, in words. */
    readonly unused: readonly string[],
  ) {
    const list = unused.map((answer) => `\n- ${answer}`).join('')
    super(`Failed to use every answer of the test: nothing asked for${list}`)
  }
}

/** The answers that a route has left, in words. */
export function unusedOf({ endpoint: { name }, unused }: AnyRoute): string[] {
  return unused.map((answer) => (answer.startsWith(name) ? answer : `${name}, ${answer}`))
}
