import OpenAI, { type ClientOptions } from 'openai'

/** Streams to ask for, one after the other. */
export interface Load {
  /** The chunks of each. */
  readonly count: number
  readonly streams: number
}

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

/** Get the headers of a stream, for another side that sends the same. */
export async function headersOfStream(client: OpenAI): Promise<Record<string, string>> {
  const response = await ask(client).asResponse()
  await response.body?.cancel()
  return Object.fromEntries(response.headers)
}

/** Ask for a chat completion, and count its chunks. */
async function readStream(client: OpenAI): Promise<number> {
  let read = 0
  for await (const _ of await ask(client)) read++
  return read
}

function ask(client: OpenAI) {
  return client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Hello?' }],
    stream: true,
    // No other side pads its chunks.
    stream_options: { include_obfuscation: false },
  })
}
