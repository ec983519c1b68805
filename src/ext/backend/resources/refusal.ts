import type { ApiError } from '../../../routes/api-error.js'

/** Thrown where a request can not be carried out: the error is the answer to the request. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(readonly answer: ApiError) {
    super(answer.error.message)
  }
}
