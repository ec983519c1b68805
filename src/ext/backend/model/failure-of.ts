import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { ApiError, ErrorRequest } from '../../../routes/api-error.js'

/** Gives the error of a run or a response that fails after its creation, by the status of an error of the API. */
export function failureOf(error: ApiError, request: ErrorRequest): Run.LastError {
  const { status, error: fields } = error.for?.(request) ?? error
  const code = status < 500 ? 'invalid_prompt' : 'server_error'
  return {
    code: status === 429 ? 'rate_limit_exceeded' : code,
    message: fields.message ?? `The request failed with status ${status}.`,
  }
}
