import { setTimeout as wait } from 'node:timers/promises'
import type { Ask, Client, Got } from './clients/client.js'
import { endings } from './endings.js'

/** The silence after which a client disconnects, in milliseconds. A longer time is only safer. */
export const PATIENCE = 20

/** The outcome of a stream for its client. */
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

/** Describes an error by the parts that users distinguish. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // The message differs between V8 and the SDK.
  if (error instanceof SyntaxError) return 'SyntaxError'

  const { message, constructor, cause } = error
  const code = codeOf(error) ?? codeOf(cause)
  return `${constructor.name}: ${message}${code === undefined ? '' : ` (${String(code)})`}`
}

function codeOf(error: unknown): unknown {
  // OpenAI's errors have one of their own, which may be null.
  return Reflect.get(Object(error), 'code') ?? undefined
}
