import { setTimeout as wait } from 'node:timers/promises'
import type { Ask, Client, Got } from './clients/client.js'
import { endings } from './endings.js'

/** How long nothing more must come before a client leaves, in milliseconds. A longer time is but surer. */
export const PATIENCE = 20

/** What became of a stream. */
export interface Watched extends Got {
  readonly end: string
}

/** Watch a client read. It leaves where nothing more comes after so many words. */
export async function watch(
  client: Client,
  ask: Omit<Ask, 'signal'>,
  leavesAfter?: number,
): Promise<Watched> {
  const controller = new AbortController()
  const { signal } = controller
  let got: Got = { words: [], reads: 0 }

  const onRead = (all: Got) => {
    got = all
    if (got.words.length === leavesAfter) void wait(PATIENCE).then(() => controller.abort())
  }
  const end = await client({ ...ask, signal }, onRead).then(() => endings.end.fetch, describe)
  return { ...got, end: (signal.aborted ? endings.silence.fetch : end) ?? '' }
}

/** An error as its user tells it from others. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // What the JSON lacks is told by V8 or the SDK, each in its own words.
  if (error instanceof SyntaxError) return 'SyntaxError'

  const { message, constructor, cause } = error
  const code = codeOf(error) ?? codeOf(cause)
  return `${constructor.name}: ${message}${code === undefined ? '' : ` (${String(code)})`}`
}

function codeOf(error: unknown): unknown {
  // OpenAI's errors have one of their own, which may be null.
  return Reflect.get(Object(error), 'code') ?? undefined
}
