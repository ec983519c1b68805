/** The target of a client's requests. */
export interface Target {
  readonly baseURL: string
  /** The function that sends the requests; the client's own unless given. */
  readonly fetch?: typeof fetch
}

/** The request of a client. */
export interface Ask extends Target {
  readonly endpoint: 'chat' | 'responses'
  readonly signal: AbortSignal
}

/** The words that a client has got so far, and the number of reads. */
export interface Got {
  readonly words: readonly string[]
  readonly reads: number
}

/**
 * Ask for a stream, read it to its end, and call back after each read. Rejects with
 * what a user of the client would catch.
 */
export type Client = (ask: Ask, onRead: (got: Got) => void) => Promise<void>

const REQUESTS = {
  chat: {
    path: '/chat/completions',
    body: { model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }], stream: true },
  },
  responses: { path: '/responses', body: { model: 'gpt-5', input: 'Hi', stream: true } },
} as const

/** The request of a client without an SDK. */
export function requestOf({ baseURL, endpoint }: Ask) {
  const { path, body } = REQUESTS[endpoint]
  return { url: `${baseURL}${path}`, body: JSON.stringify(body) }
}
