/** The content type of JSON. */
export const JSON_TYPE = { 'content-type': 'application/json' }

/** Bytes, in any form that Fetch takes. */
export type Binary = ArrayBuffer | ArrayBufferView

/**
 * Makes a response that has the given headers and no other: Fetch adds a content type to a text, and
 * to a `Blob`.
 */
export function bareResponse(
  bytes: Binary | ReadableStream | null,
  init: { readonly status: number; readonly headers: Headers; readonly statusText?: string },
): Response {
  // Bytes are a body, whatever buffer they are in.
  return new Response(hasNoBody(init.status) ? null : (bytes as BodyInit), init)
}

/** Recognizes a status whose response never has a body. */
export function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304
}
