import type { ServerResponse } from 'node:http'
import { playOf } from '../../streaming/body.js'
import { hangUp, write } from './connection.js'
import { perform } from './perform.js'

/**
 * What belongs to the connection, and not to the response: Node has its own to say. Under
 * fake timers, too: clients open another connection where one never becomes free.
 */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding'])

/**
 * Send a response. One that is an error never comes.
 *
 * @param more Headers beside its own: names and values by turns.
 * @throws {TypeError} When a header, or what should be bytes, is nothing that Node sends.
 */
export async function send(
  response: Response,
  out: ServerResponse,
  more: readonly string[],
): Promise<void> {
  if (response.type === 'error') return void out.destroy()

  sendHead(response, out, more)
  const { body } = response
  if (!body) return void out.end()
  // None where the route is of another copy of this package, as ESM and CommonJS are.
  const play = playOf(body)
  return play ? perform(play, out) : pipe(body, out)
}

function sendHead(response: Response, out: ServerResponse, more: readonly string[]): void {
  const { body, status, statusText } = response
  try {
    out.writeHead(status, statusText || undefined, [...headersOf(response), ...more])
  } catch (error) {
    // Nobody reads it. One that fails when it is cancelled is over as well.
    body?.cancel().catch(() => {})
    throw error
  }
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
  for (;;) {
    // A body fails on purpose. No reason reaches a client, but that the connection drops.
    const read = await reader.read().catch(() => undefined)
    if (!read) return hangUp(out)
    if (read.done) return void out.end()

    await write(out, read.value)
  }
}
