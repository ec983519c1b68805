import type { ShownStream } from './shown-stream.js'

/** The part of an unanswered request that a page shows. */
interface Unanswered {
  readonly method: string
  readonly url: string
  readonly message: string
}

/** Makes a stream without records of a request that no route answered. */
export function unansweredRequest({ method, url, message }: Unanswered): ShownStream {
  return {
    name: `Unanswered: ${method} ${url}`,
    endpoint: 'no route',
    size: 0,
    records: [],
    reads: [],
    answer: { text: '', toolCalls: [], steps: [], usage: undefined, problem: undefined },
    findings: [],
    call: { method, url, body: undefined, outcome: 'unanswered', error: message },
  }
}
