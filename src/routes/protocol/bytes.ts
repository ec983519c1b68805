/** The most bytes to convert in one call: a function takes a limited number of arguments. */
const BLOCK = 8192

/** Encodes bytes in base64. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += BLOCK) {
    text += String.fromCharCode(...bytes.subarray(start, start + BLOCK))
  }
  return btoa(text)
}

/**
 * Decodes base64.
 *
 * @throws {TypeError} When the text is no base64.
 */
export function decodeBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch (cause) {
    throw new TypeError('Failed to decode base64: the text has other characters.', { cause })
  }
}

/** Reads bytes in hexadecimal digits, with spaces between them. */
export function bytesOfHex(digits: string): Uint8Array {
  const pairs = digits.match(/[\da-f]{2}/g) ?? []
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16))
}
