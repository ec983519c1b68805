import { isBlob } from './answer-kind.js'

/** The content type of JSON. */
export const JSON_TYPE = { 'content-type': 'application/json' }

/** Bytes, in any form that Fetch accepts. */
export type Binary = ArrayBuffer | ArrayBufferView

/**
 * Makes a response with exactly the given headers: Fetch would add a content type to a text or a
 * `Blob`.
 */
export function bareResponse(
  bytes: Binary | ReadableStream | null,
  init: { readonly status: number; readonly headers: HeadersInit; readonly statusText?: string },
): Response {
  // By its type, a view may be one of shared memory, which the type of a body excludes.
  return new Response(hasNoBody(init.status) ? null : (bytes as BodyInit), init)
}

/** Recognizes a status whose response never has a body. */
export function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304
}

/** Reads the bytes of a `Blob`, of a buffer, or of a view of one. */
export async function bytesOf(binary: Blob | ArrayBuffer | ArrayBufferView): Promise<Uint8Array> {
  if (isBlob(binary)) return new Uint8Array(await binary.arrayBuffer())
  if (!ArrayBuffer.isView(binary)) return new Uint8Array(binary)
  return new Uint8Array(binary.buffer, binary.byteOffset, binary.byteLength)
}
