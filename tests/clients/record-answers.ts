import type { Backend } from 'msw-openai/backend'

/** One answer of a backend that is no error. */
export interface RecordedAnswer {
  /** The name of the endpoint. */
  readonly endpoint: string
  readonly isStream: boolean
  /** The body of an answer that is JSON; undefined for any other. */
  readonly body: unknown
}

/** Makes a `fetch` that adds each answer of a backend to a list, for a client that asks one request after another. */
export function recordAnswers(
  openai: Backend,
  send: typeof fetch,
  answers: RecordedAnswer[],
): typeof fetch {
  return async (...request) => {
    const { length } = openai.calls
    const response = await send(...request)
    // Before an upload, the SDK tries `fetch` with a data URL, which is no call.
    const call = openai.calls[length]
    if (!call || !response.ok) return response
    const type = response.headers.get('content-type') ?? ''
    answers.push({
      endpoint: call.endpoint,
      isStream: type.startsWith('text/event-stream'),
      body: /^application\/json(;|$)/.test(type) ? await response.clone().json() : undefined,
    })
    return response
  }
}
