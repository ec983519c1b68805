import type { IncomingMessage } from 'node:http'
import { apiError, responseOfError } from '../../routes/api-error.js'

/** Stands for a body that has more bytes than a server takes. */
export const TOO_LARGE = Buffer.alloc(0)

/**
 * Reads the body of a request. Gives undefined where the client disconnects in the middle, and
 * {@link TOO_LARGE} as soon as the body is longer than the limit. The rest is then received, and
 * forgotten: a client that still sends reads its response all the same.
 *
 * @param limit The most bytes of a body.
 */
export function readBody(
  message: IncomingMessage,
  limit: number,
): Promise<Buffer<ArrayBuffer> | undefined> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = []
    let size = 0
    const add = (bytes: number): void => {
      size += bytes
      if (size <= limit) return
      chunks = []
      resolve(TOO_LARGE)
    }
    const declared = Number(message.headers['content-length'] ?? 0)
    if (declared > limit) add(declared)
    // An async iterator of the message would take several times as long.
    message
      .on('data', (chunk: Buffer) => {
        add(chunk.length)
        if (size <= limit) chunks.push(chunk)
      })
      .on('end', () => resolve(Buffer.concat(chunks)))
      // There is no one to answer.
      .on('error', () => resolve(undefined))
  })
}

/** Makes the API's response to a body that is too large. */
export function tooLargeResponse(limit: number): Response {
  const message = `Maximum content size limit (${limit}) exceeded. Give serve() a larger { bodyLimit }, or the command a larger --body-limit.`
  return responseOfError(apiError(413, { message, code: 'request_too_large' }))
}
