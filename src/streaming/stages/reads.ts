import { isEventFrame, isFrame, isPartOfError, type Frame, type Item } from '../frame.js'
import { check, isCount } from './arguments.js'
import { KEEPS_RECORDS, stage, type Stage, type StageOutput, type StagePass } from './stage.js'

const LF = 10
const CR = 13

/**
 * Chooses the offsets in a frame at which reads end. Each offset is that of the first byte of the
 * next read.
 *
 * @param bytes The bytes of the frame.
 * @param start The number of bytes in the stream before the frame.
 */
export type SplitOffsets = (bytes: Uint8Array, start: number) => readonly number[]

const NOWHERE: readonly number[] = []

/**
 * Splits frames into several reads: after every `where` bytes, inside every character of several
 * bytes (`utf8`), between CR and LF (`crlf`), or at the offsets that a function gives.
 *
 * Offsets outside the frame are ignored, and fractions are rounded down. A call is broken if its
 * stream has nothing to split. Put stages that change records before this one.
 *
 * @throws {RangeError} Unless `where` is a positive integer, `utf8`, `crlf` or a function.
 * @example
 * split('utf8')
 * split((bytes, start) => [start === 0 ? 1 : bytes.length - 1])
 */
export function split(where: number | 'utf8' | 'crlf' | SplitOffsets): Stage {
  const call = `split(${typeof where === 'function' ? 'function' : where})`
  const offsetsOf = splitOffsets(call, where)

  const begin = (): StagePass => {
    let start = 0
    let isSplit = false
    return {
      take(item) {
        if (!isFrame(item)) return item
        const offsets = insideOf(item, offsetsOf(item.bytes, start))
        start += item.bytes.length
        if (offsets.length === 0) return item

        isSplit = true
        return [...partsOf(item, offsets), lastPart(item, offsets)]
      },
      missed: (end) => (isSplit || isPartOfError(end) ? undefined : 'with nothing to split'),
    }
  }
  return stage(call, begin, KEEPS_RECORDS)
}

/**
 * Splits the stream at positions, in bytes from its beginning. Reads end there and nowhere else, so
 * that the stream has one read more than there are positions.
 *
 * A call is broken if the stream has no bytes behind the last position. Put stages that change
 * records before this one.
 *
 * @param given The positions, one by one or in an array: a call can have about 100,000 arguments, and
 * an array any number of positions.
 * @throws {RangeError} Unless there is a position, and each position is a positive integer.
 * @example
 * splitAt(57) // two reads
 * splitAt([57, 114]) // three reads
 */
export function splitAt(...given: ReadonlyArray<number | readonly number[]>): Stage {
  const positions = given.flat()
  const call = `splitAt(${positions.join(', ')})`
  const arePositions =
    positions.length > 0 && positions.every((position) => isCount(position) && position > 0)
  check(call, arePositions, 'numbers of bytes, one or more')
  const sorted = [...new Set(positions)].toSorted((one, other) => one - other)

  return stage(call, () => new SplitAt(sorted), KEEPS_RECORDS)
}

/**
 * Sends `count` events in one read, with everything between them; the whole stream in one read
 * where `count` is `Infinity`. The last events and the terminator share a read.
 *
 * @throws {RangeError} Unless `count` is two or more.
 * @example
 * coalesce(3)
 */
export function coalesce(count: number): Stage {
  const call = `coalesce(${count})`
  const isMany = count === Infinity || (isCount(count) && count > 1)
  check(call, isMany, 'a number of events, two or more')

  const begin = (): StagePass => {
    let events = 0
    return {
      take(item) {
        if (!isFrame(item)) return item
        if (isEventFrame(item)) events++
        const isFull = isEventFrame(item) && events % count === 0
        return { ...item, joined: !isFull && !item.final }
      },
    }
  }
  return stage(call, begin, KEEPS_RECORDS)
}

/**
 * Ends every line of the stream with CR and LF, also where the endpoint ends lines with LF.
 *
 * @example
 * crlf()
 */
export function crlf(): Stage {
  return stage('crlf()', () => {
    let last: number | undefined
    return {
      take(item) {
        if (!isFrame(item)) return item
        const bytes = withCarriageReturns(item.bytes, last)
        last = item.bytes.at(-1) ?? last
        return bytes === item.bytes ? item : { ...item, bytes }
      },
    }
  })
}

/**
 * Puts the byte order mark of UTF-8 in front of the stream, in one read with the first frame.
 *
 * @example
 * bom()
 */
export function bom(): Stage {
  return stage('bom()', () => ({
    first: () => [{ type: 'bytes', bytes: Uint8Array.of(0xef, 0xbb, 0xbf), joined: true }],
    take: (item) => item,
  }))
}

function splitOffsets(call: string, where: number | 'utf8' | 'crlf' | SplitOffsets): SplitOffsets {
  if (where === 'utf8') return insideCharacters
  if (where === 'crlf') return insideLineEndings
  if (typeof where === 'function') return where

  const expected = "a number of bytes, one or more, 'utf8', 'crlf' or a function"
  check(call, isCount(where) && where > 0, expected)
  return (bytes) => every(where, bytes.length)
}

function every(count: number, length: number): readonly number[] {
  if (length <= count) return NOWHERE
  return Array.from({ length: Math.floor(length / count) }, (_, cut) => (cut + 1) * count)
}

const insideCharacters = whereBytes((byte, previous) => isContinuation(byte) && previous >= 0xc0)

const insideLineEndings = whereBytes((byte, previous) => byte === LF && previous === CR)

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0
}

function whereBytes(isSplit: (byte: number, previous: number) => boolean): SplitOffsets {
  return (bytes) => {
    let offsets: number[] | undefined
    let previous = 0
    for (let offset = 0; offset < bytes.length; offset++) {
      const byte = bytes[offset] ?? 0
      if (isSplit(byte, previous)) (offsets ??= []).push(offset)
      previous = byte
    }
    return offsets ?? NOWHERE
  }
}

/** Gives the offsets that are inside a frame: integers, sorted, and each once. */
function insideOf({ bytes }: Frame, offsets: readonly number[]): readonly number[] {
  if (offsets.length === 0) return NOWHERE
  const inside = offsets.map(Math.trunc).filter((offset) => offset > 0 && offset < bytes.length)
  return [...new Set(inside)].toSorted((one, other) => one - other)
}

/** Gives the parts of a frame up to the last offset. */
function partsOf({ bytes }: Frame, offsets: readonly number[]): readonly Frame[] {
  return offsets.map((offset, index) => ({
    type: 'bytes',
    bytes: bytes.slice(offsets[index - 1] ?? 0, offset),
  }))
}

/** Gives the part of a frame after the last offset, with the event and the other fields of the frame. */
function lastPart(frame: Frame, offsets: readonly number[]): Frame {
  return { ...frame, bytes: frame.bytes.slice(offsets.at(-1)) }
}

class SplitAt implements StagePass {
  readonly #positions: readonly number[]
  /** The number of bytes so far. */
  #passed = 0
  /** The index of the next position in {@link SplitAt.#positions}. */
  #next = 0

  /** @param positions The positions, sorted, and each once. */
  constructor(positions: readonly number[]) {
    this.#positions = positions
  }

  take(item: Item): StageOutput {
    if (!isFrame(item)) return item

    const offsets = this.#offsetsOf(item)
    this.#passed += item.bytes.length
    // A frame without bytes must not become a read without bytes.
    const endsRead = item.bytes.length > 0 && this.#positions[this.#next] === this.#passed
    const joined = !endsRead && !item.final
    if (offsets.length > 0)
      return [...partsOf(item, offsets), { ...lastPart(item, offsets), joined }]
    return joined === (item.joined ?? false) ? item : { ...item, joined }
  }

  missed(end?: Item): string | undefined {
    const last = this.#positions.at(-1) ?? 0
    return this.#passed > last || isPartOfError(end) ? undefined : `after ${this.#passed} byte(s)`
  }

  /** Gives the positions inside the next frame, as offsets in the frame. */
  #offsetsOf({ bytes }: Frame): readonly number[] {
    const end = this.#passed + bytes.length
    let offsets: number[] | undefined
    for (let position = this.#position; position < end; position = this.#position) {
      if (position > this.#passed) (offsets ??= []).push(position - this.#passed)
      this.#next++
    }
    return offsets ?? NOWHERE
  }

  get #position(): number {
    return this.#positions[this.#next] ?? Infinity
  }
}

/**
 * Puts a CR before every LF that has none.
 *
 * @param last The byte of the stream before these bytes.
 */
function withCarriageReturns(bytes: Uint8Array, last: number | undefined): Uint8Array {
  const bare = bareLineFeeds(bytes, last)
  const [first] = bare
  if (first === undefined) return bytes

  const result = new Uint8Array(bytes.length + bare.length)
  // All bytes are copied at once, and those behind the first LF again: in most records these are
  // few.
  result.set(bytes)
  let added = 0
  for (let offset = first; offset < bytes.length; offset++) {
    if (offset === bare[added]) result[offset + added++] = CR
    result[offset + added] = bytes[offset] ?? 0
  }
  return result
}

function bareLineFeeds(bytes: Uint8Array, last: number | undefined): readonly number[] {
  const found: number[] = []
  for (let offset = bytes.indexOf(LF); offset !== -1; offset = bytes.indexOf(LF, offset + 1)) {
    if ((offset === 0 ? last : bytes[offset - 1]) !== CR) found.push(offset)
  }
  return found
}
