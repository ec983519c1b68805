/** Encodes a vector as the API does: base64 of 32-bit floats, the lowest byte first. */
export function base64Floats(vector: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(4 * vector.length))
  for (const [index, value] of vector.entries()) view.setFloat32(4 * index, value, true)

  const bytes = new Uint8Array(view.buffer)
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
