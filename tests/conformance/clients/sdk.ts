import type { Ask, Client } from './client.js'
import { wordOf } from './word-of.js'

interface Options {
  readonly apiKey: string
  readonly baseURL: string
  readonly maxRetries: number
  readonly fetch?: typeof fetch
}

type Create<Body> = (
  body: Body & { model: string; stream: true },
  options: { signal: AbortSignal },
) => PromiseLike<AsyncIterable<unknown>>

/** The part that all majors of the SDK share. */
export interface SDK {
  new (options: Options): {
    readonly chat: {
      readonly completions: { create: Create<{ messages: [{ role: 'user'; content: string }] }> }
    }
    readonly responses: { create: Create<{ input: string }> }
  }
}

/** One of the majors of the SDK. It does not retry. */
export function sdk(OpenAI: SDK): Client {
  return async (ask, onRead) => {
    const words: string[] = []
    for await (const event of await open(OpenAI, ask)) {
      words.push(wordOf(event))
      onRead({ words, reads: words.length })
    }
  }
}

/** The SDK keeps the `fetch` it finds, so it is created late. */
function open(OpenAI: SDK, { endpoint, signal, ...target }: Ask) {
  const { chat, responses } = new OpenAI({ apiKey: 'test', maxRetries: 0, ...target })
  const body = { model: 'gpt-5', stream: true } as const

  return endpoint === 'chat'
    ? chat.completions.create({ ...body, messages: [{ role: 'user', content: 'Hi' }] }, { signal })
    : responses.create({ ...body, input: 'Hi' }, { signal })
}
