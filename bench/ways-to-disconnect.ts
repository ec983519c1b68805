import { createClient } from './client.ts'

type Fetch = typeof globalThis.fetch

/** A way in which a client disconnects before the end of a stream. */
export type Disconnect = (fetch: Fetch, baseURL: string) => Promise<void>

const messages = [{ role: 'user' as const, content: 'Hello?' }]
const REQUEST = { model: 'gpt-5', messages, stream: true as const }

/** Aborts the request while the client waits for more. */
export const abort: Disconnect = async (fetch, baseURL) => {
  const controller = new AbortController()
  const reader = (await ask(fetch, baseURL, controller.signal))?.getReader()
  await reader?.read()
  const more = reader?.read()
  // The script runs, and yields a wait.
  for (let count = 0; count < 3; count++) await new Promise((resolve) => setImmediate(resolve))
  controller.abort()
  await more?.catch(() => {})
}

/** Cancels the body of a request whose signal many requests share. */
export function cancelUnder(signal: AbortSignal): Disconnect {
  return async (fetch, baseURL) => {
    const body = await ask(fetch, baseURL, signal)
    const reader = body?.getReader()
    await reader?.read()
    await reader?.cancel()
  }
}

/** Breaks out of the loop over the stream of the SDK. */
export const breakLoop: Disconnect = async (fetch, baseURL) => {
  const { completions } = createClient({ baseURL, fetch }).chat
  for await (const _ of await completions.create(REQUEST)) break
}

async function ask(fetch: Fetch, baseURL: string, signal: AbortSignal) {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify(REQUEST)
  const url = `${baseURL}/chat/completions`
  return (await fetch(url, { method: 'POST', headers, body, signal })).body
}
