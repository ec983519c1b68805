import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'

const BODY = JSON.stringify({
  model: 'gpt-5',
  messages: [{ role: 'user', content: 'Hi' }],
  stream: true,
})

/** Ask for a chat completion with nothing but `node:http`, which takes less than any client. */
export async function openStream(baseURL: string): Promise<IncomingMessage> {
  const asking = request(`${baseURL}/chat/completions`, { method: 'POST', agent: false })
  asking.end(BODY)
  const [response] = await once(asking, 'response')
  return response
}

/**
 * Counts the records that have come to their end, wherever reads end. Each is a line and
 * an empty one.
 */
export class RecordCounter {
  #lines = 0

  get count(): number {
    return Math.floor(this.#lines / 2)
  }

  read(bytes: Uint8Array): void {
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) this.#lines++
  }
}
