import type { ServerResponse } from 'node:http'
import { playOf } from '../../streaming/body.js'
import { hangUp, write } from './connection.js'
import { perform } from './perform.js'

/**
 * What belongs to the connection, and not to the response: Node has its own to say. Under
 * fake timers, too: clients open another connection where one never becomes free.
 */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding'])

/** Send a response. One that is an error never comes. */
export async function send(response: Response, out: ServerResponse): Promise<void> {
  if (response.type === 'error') return void out.destroy()

  const { body, status, statusText } = response
  out.writeHead(status, statusText || undefined, headersOf(response))
  if (!body) return void out.end()
  // None where the route is of another copy of this package, as ESM and CommonJS are.
  const play = playOf(body)
  return play ? perform(play, out) : pipe(body, out)
}

/** Names and values by turns, and a name again for each of its values. */
function headersOf({ headers }: Response): string[] {
  const flat: string[] = []
  for (const [name, value] of headers) if (!HOP_BY_HOP.has(name)) flat.push(name, value)
  return flat
}

async function pipe(body: ReadableStream<Uint8Array>, out: ServerResponse): Promise<void> {
  const reader = body.getReader()
  // One that fails when it is cancelled is over as well.
  out.once('close', () => reader.cancel().catch(() => {}))
  // The client has its response while the body is silent.
  out.flushHeaders()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      await write(out, read.value)
    }
    out.end()
  } catch {
    // A body fails on purpose. No reason reaches a client, but that the connection drops.
    hangUp(out)
  }
}
