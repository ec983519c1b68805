import { answerKind, isResponse } from './answer-kind.js'

/**
 * Makes an answer fit for any number of calls. A `Response` can be read once, and a route answers
 * many times: its body is read now, and copied for each call.
 */
export function reusable<Any>(answer: Any): Any | (() => Promise<Response>) {
  return isResponse(answer) ? copiesOf(answer) : answer
}

/** Recognizes the copies of a `Response`, which are a function of no call. */
export function areCopies(answer: unknown): boolean {
  return typeof answer === 'function' && answerKind in answer
}

function copiesOf(response: Response): () => Promise<Response> {
  return Object.assign(copierOf(response), { [answerKind]: 'response' })
}

function copierOf(response: Response): () => Promise<Response> {
  // A network error has nothing to read.
  if (response.type === 'error') return async () => response
  const body = response.body && response.arrayBuffer()
  // A body that cannot be read fails the calls that ask for it.
  body?.catch(() => {})

  return async () => new Response(await body, response)
}
