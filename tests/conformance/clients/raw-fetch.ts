import { requestOf, type Ask, type Client } from './client.js'
import { Transcript } from './transcript.js'

/** `fetch`, read by read. */
export const rawFetch: Client = async (ask, onRead) => {
  const transcript = new Transcript()
  for await (const bytes of await openBody(ask)) onRead(transcript.add(bytes))
}

/** `fetch`, by a reader that has other things to do until `ready` says that it may begin. */
export function lateFetch(ready: (closed: Promise<unknown>) => Promise<unknown>): Client {
  return async (ask, onRead) => {
    const reader = (await openBody(ask)).getReader()
    await ready(reader.closed.catch(() => {}))

    const transcript = new Transcript()
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      onRead(transcript.add(read.value))
    }
  }
}

async function openBody(ask: Ask): Promise<ReadableStream<Uint8Array>> {
  const { fetch: send = fetch, signal } = ask
  const { url, body } = requestOf(ask)
  const response = await send(url, { method: 'POST', body, signal })

  if (!response.body) throw new Error(`Failed to read ${url}: it has no body.`)
  return response.body
}
