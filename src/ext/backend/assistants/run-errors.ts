import type { Run } from 'openai/resources/beta/threads/runs/runs'
import { apiError, type ApiError } from '../../../routes/api-error.js'

/** Makes the error for a second run on a thread whose run is not over. */
export function busyThread({ thread_id, id }: Run): ApiError {
  return apiError(400, `Thread ${thread_id} already has an active run ${id}.`)
}

/** Makes the error for a message that is added while a run is not over. */
export function messageDuringRun({ thread_id, id }: Run): ApiError {
  return apiError(400, `Can't add messages to ${thread_id} while a run ${id} is active.`)
}

/** Makes the error for a run that is over already. */
export function notCancellable({ status }: Run): ApiError {
  return apiError(400, `Cannot cancel run with status '${status}'.`)
}

/** Makes the error for outputs of tools that a run does not require. */
export function noOutputsRequired({ status }: Run): ApiError {
  return apiError(400, `Runs in status "${status}" do not accept tool outputs.`)
}

/** Makes the error for outputs that are not those of the required calls. */
export function wrongOutputs(expected: readonly string[], given: readonly string[]): ApiError {
  return apiError(
    400,
    `Expected tool outputs for call_ids ${listed(expected)}, got ${listed(given)}`,
  )
}

/** Prints a list of ids as Python does. */
function listed(ids: readonly string[]): string {
  return `[${ids.map((id) => `'${id}'`).join(', ')}]`
}
