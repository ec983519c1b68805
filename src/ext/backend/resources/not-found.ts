import { apiError, type ApiError } from '../../../routes/api-error.js'

/**
 * Makes the error for a resource that does not exist: a 404 in the words of most endpoints.
 *
 * @param kind The name of the kind, such as `vector store`.
 */
export function noneFound(kind: string, id: string): ApiError {
  return apiError(404, { message: `No ${kind} found with id '${id}'.`, code: null })
}

/**
 * Makes the error for a file or an upload that does not exist.
 *
 * @param kind The name of the kind, such as `File`.
 */
export function noSuch(kind: string, id: string): ApiError {
  return apiError(404, { message: `No such ${kind} object: ${id}`, param: 'id', code: null })
}

/** Makes the error for a file that does not exist. */
export function noSuchFile(id: string): ApiError {
  return noSuch('File', id)
}
