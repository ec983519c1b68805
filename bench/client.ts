import OpenAI, { type ClientOptions } from 'openai'

/** A client that does not retry. It keeps the `fetch` it finds: create it once MSW is listening. */
export function createClient(options: ClientOptions = {}): OpenAI {
  return new OpenAI({ apiKey: 'bench', maxRetries: 0, ...options })
}

/**
 * Read so many streams to their end, one after the other.
 *
 * @throws {Error} When one has another number of chunks.
 */
export async function readStreams(client: OpenAI, streams: number, expected: number) {
  for (let index = 0; index < streams; index++) {
    const read = await readStream(client)
    if (read !== expected) throw new Error(`Expected ${expected} chunks, received ${read}.`)
  }
}

/** Ask for a chat completion, and count its chunks. */
async function readStream(client: OpenAI): Promise<number> {
  const messages = [{ role: 'user' as const, content: 'Hello?' }]
  const stream = await client.chat.completions.create({
    model: 'gpt-5',
    messages,
    stream: true,
    // No other side pads its chunks.
    stream_options: { include_obfuscation: false },
  })
  let read = 0
  for await (const _ of stream) read++
  return read
}
