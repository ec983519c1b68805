/** The number of bits by which each step of a round rotates a word. */
const ROTATIONS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
]
const SINES = Array.from({ length: 64 }, (_, step) =>
  Math.floor(2 ** 32 * Math.abs(Math.sin(step + 1))),
)

type State = [a: number, b: number, c: number, d: number]

/**
 * Computes the MD5 checksum of bytes, in hexadecimal digits. The Web Crypto API does not have it.
 *
 * @see RFC 1321
 */
export function md5(bytes: Uint8Array): string {
  const words = paddedWords(bytes)
  const state: State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
  for (let block = 0; block < words.length; block += 16) {
    const mixed = mix(state, words.subarray(block, block + 16))
    mixed.forEach((word, index) => (state[index] = ((state[index] ?? 0) + word) | 0))
  }
  const digest = new DataView(new ArrayBuffer(16))
  state.forEach((word, index) => digest.setInt32(4 * index, word, true))
  return Array.from({ length: 16 }, (_, index) => hex(digest.getUint8(index))).join('')
}

/** Mixes one block of 16 words into a state. */
function mix([a, b, c, d]: State, block: Int32Array): State {
  for (let step = 0; step < 64; step++) {
    const round = step >> 4
    const [bits, index] = choose(round, step, [b, c, d])
    const sum = a + bits + (block[index % 16] ?? 0) + (SINES[step] ?? 0)
    const rotation = ROTATIONS[round]?.[step % 4] ?? 0
    const next = b + rotated(sum | 0, rotation)
    ;[a, b, c, d] = [d, next | 0, b, c]
  }
  return [a, b, c, d]
}

/** Gives the bits that a step takes from the state, and the index of the word that it takes. */
function choose(
  round: number,
  step: number,
  [b, c, d]: [number, number, number],
): [number, number] {
  if (round === 0) return [(b & c) | (~b & d), step]
  if (round === 1) return [(d & b) | (~d & c), 5 * step + 1]
  if (round === 2) return [b ^ c ^ d, 3 * step + 5]
  return [c ^ (b | ~d), 7 * step]
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

/** Gives bytes as words, with the padding and the length at the end. */
function paddedWords(bytes: Uint8Array): Int32Array {
  const size = 64 * (((bytes.length + 8) >> 6) + 1)
  const view = new DataView(new ArrayBuffer(size))
  new Uint8Array(view.buffer).set(bytes)
  view.setUint8(bytes.length, 0x80)
  view.setBigUint64(size - 8, BigInt(8 * bytes.length), true)
  return Int32Array.from({ length: size / 4 }, (_, index) => view.getInt32(4 * index, true))
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
