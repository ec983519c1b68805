/**
 * Computes a cyclic redundancy check, most significant bit first, from zero on.
 *
 * @param width The number of bits, from 8 to 32.
 * @param polynomial The polynomial, without its highest bit.
 */
export function checksum(bytes: Uint8Array, width: number, polynomial: number): number {
  const highest = 2 ** (width - 1)
  let sum = 0
  for (const byte of bytes) {
    sum ^= byte << (width - 8)
    for (let bit = 0; bit < 8; bit++) sum = sum & highest ? (sum << 1) ^ polynomial : sum << 1
  }
  return (sum >>> 0) % 2 ** width
}
