import { apiError, type ApiError } from '../../../routes/api-error.js'

/** Makes the error for a response that does not exist. */
export function noSuchResponse(id: string): ApiError {
  return apiError(404, { message: `Response with id '${id}' not found.`, code: null })
}

/** Makes the error for a conversation that does not exist. */
export function noSuchConversation(id: string): ApiError {
  return apiError(404, { message: `Conversation with id '${id}' not found.`, code: null })
}

/** Makes the error for an item that does not exist, such as one of a conversation. */
export function noSuchItem(id: string): ApiError {
  return apiError(404, { message: `Item with id '${id}' not found.`, code: null })
}

/** Makes the error for an item in an input that refers to no item of the store. */
export function noItemToRefer(id: string): ApiError {
  const message =
    `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. ` +
    'Try again with `store` set to true, or remove this item from your input.'
  return apiError(404, { message, param: 'input', code: null })
}

/** Makes the error for an item that is twice in a conversation with its input. */
export function duplicateItem(id: string): ApiError {
  const message = `Duplicate item found with id ${id}. Remove duplicate items from your input and try again.`
  return apiError(400, { message, param: 'input' })
}

/** Makes the error for a `previous_response_id` of no response. */
export function noPreviousResponse(id: string): ApiError {
  return apiError(400, {
    message: `Previous response with id '${id}' not found.`,
    param: 'previous_response_id',
    code: 'previous_response_not_found',
  })
}

/** Makes the error for a request that continues a response and a conversation. */
export function twoConversations(): ApiError {
  return apiError(400, {
    message:
      "Mutually exclusive parameters: ''. Ensure you are only providing one of: 'previous_response_id' or 'conversation'.",
    code: 'mutually_exclusive_parameters',
  })
}

/** Makes the error for a cancellation of a response that is not in the background. */
export function notInBackground(): ApiError {
  return apiError(400, 'Cannot cancel a synchronous response.')
}
