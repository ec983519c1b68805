/** Where a client sends its requests. */
export interface Target {
  readonly baseURL: string
  /** What it is to send them with, where that is not its own way. */
  readonly fetch?: typeof fetch
}

/** What a client asks for. */
export interface Ask extends Target {
  readonly endpoint: 'chat' | 'responses'
  readonly signal: AbortSignal
}

/** What a client has got so far, in words, and in how many reads. */
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
  chat: { path: '/chat/completions', body: { model: 'gpt-5', messages: [], stream: true } },
  responses: { path: '/responses', body: { model: 'gpt-5', input: '', stream: true } },
} as const

/** The request of a client without an SDK. */
export function requestOf({ baseURL, endpoint }: Ask) {
  const { path, body } = REQUESTS[endpoint]
  return { url: `${baseURL}${path}`, body: JSON.stringify(body) }
}
