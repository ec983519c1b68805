import { isEventFrame, isFrame, isPartOfError, type Frame, type Item } from '../frame.js'
import { check, isCount } from './arguments.js'
import { stage, type Stage, type StageOutput, type StagePass } from './stage.js'

const LF = 10
const CR = 13

/**
 * Chooses the offsets in a frame at which reads end, each that of the byte which begins the next
 * read.
 *
 * @param start The number of bytes in the stream before the frame.
 */
export type SplitOffsets = (bytes: Uint8Array, start: number) => readonly number[]

const NOWHERE: readonly number[] = []

/**
 * Ends reads inside frames: after every so many bytes of each, inside every character that takes
 * several bytes, between CR and LF, or at the offsets that a function gives for a frame.
 *
 * Offsets outside the frame are ignored, and fractions rounded down. A call whose stream has nothing
 * to split is broken. Stages that change records go before this one.
 *
 * @throws {RangeError} Unless `where` is a positive integer, `utf8`, `crlf` or a function.
 * @example
 * split('utf8')
 * split((bytes, start) => [start === 0 ? 1 : bytes.length - 1])
 */
export function split(where: number | 'utf8' | 'crlf' | SplitOffsets): Stage {
  const call = `split(${typeof where === 'function' ? 'function' : where})`
  const offsetsOf = splitOffsets(call, where)

  return stage(call, () => {
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
  })
}

/**
 * Ends reads after these numbers of bytes, counted from the beginning of the stream, and nowhere
 * else: wherever frames end, the stream comes in one read more than there are positions.
 *
 * A call whose stream has no bytes after the last position is broken. Stages that change records go
 * before this one.
 *
 * @throws {RangeError} Unless there is a position, and each is a positive integer.
 * @example
 * splitAt(57) // two reads
 */
export function splitAt(...positions: readonly number[]): Stage {
  return splitAtAll(positions)
}

/** Makes the stage of {@link splitAt}. An array may be longer than a list of arguments. */
export function splitAtAll(positions: readonly number[]): Stage {
  const call = `splitAt(${positions.join(', ')})`
  const arePositions = positions.length > 0 && positions.every((at) => isCount(at) && at > 0)
  check(call, arePositions, 'numbers of bytes, one or more')
  const sorted = [...new Set(positions)].toSorted((one, other) => one - other)

  return stage(call, () => new SplitAt(sorted))
}

/**
 * Sends `count` events in one read, with everything between them; all of the stream, where `count`
 * is `Infinity`. A terminator joins the events that are too few for a read of their own.
 *
 * @throws {RangeError} Unless `count` is two or more.
 * @example
 * coalesce(3)
 */
export function coalesce(count: number): Stage {
  const call = `coalesce(${count})`
  const isMany = count === Infinity || (isCount(count) && count > 1)
  check(call, isMany, 'a number of events, two or more')

  return stage(call, () => {
    let events = 0
    return {
      take(item) {
        if (!isFrame(item)) return item
        if (isEventFrame(item)) events++
        const isFull = isEventFrame(item) && events % count === 0
        return { ...item, joined: !isFull && !item.final }
      },
    }
  })
}

/**
 * Ends the lines of all frames in CR and LF, whatever the line ending of the endpoint.
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
 * Begins the stream with the byte order mark of UTF-8, in one read with the first frame.
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

const insideCharacters = whereBytes((byte, before) => isContinuation(byte) && before >= 0xc0)

const insideLineEndings = whereBytes((byte, before) => byte === LF && before === CR)

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0
}

function whereBytes(isSplit: (byte: number, before: number) => boolean): SplitOffsets {
  return (bytes) => {
    let offsets: number[] | undefined
    let before = 0
    for (let offset = 0; offset < bytes.length; offset++) {
      const byte = bytes[offset] ?? 0
      if (isSplit(byte, before)) (offsets ??= []).push(offset)
      before = byte
    }
    return offsets ?? NOWHERE
  }
}

/** Gives the offsets inside a frame: sorted, whole, and each once. */
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

/** Gives the part of a frame after the last offset, which stands for the frame. */
function lastPart(frame: Frame, offsets: readonly number[]): Frame {
  return { ...frame, bytes: frame.bytes.slice(offsets.at(-1)) }
}

class SplitAt implements StagePass {
  readonly #positions: readonly number[]
  /** The number of bytes that have passed. */
  #passed = 0
  /** The index of the next position. */
  #next = 0

  /** @param positions Sorted, and each once. */
  constructor(positions: readonly number[]) {
    this.#positions = positions
  }

  take(item: Item): StageOutput {
    if (!isFrame(item)) return item

    const offsets = this.#offsetsOf(item)
    this.#passed += item.bytes.length
    // A frame without bytes would be a read without bytes.
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

  /** Gives the positions inside a frame that begins now, as offsets. */
  #offsetsOf({ bytes }: Frame): readonly number[] {
    const end = this.#passed + bytes.length
    let offsets: number[] | undefined
    for (let at = this.#position; at < end; at = this.#position) {
      if (at > this.#passed) (offsets ??= []).push(at - this.#passed)
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
 * @param last The byte before the first one.
 */
function withCarriageReturns(bytes: Uint8Array, last: number | undefined): Uint8Array {
  const bare = bareLineFeeds(bytes, last)
  const [first] = bare
  if (first === undefined) return bytes

  const result = new Uint8Array(bytes.length + bare.length)
  // One copy of everything, and the rest again: most records end with their first line.
  result.set(bytes)
  let added = 0
  for (let at = first; at < bytes.length; at++) {
    if (at === bare[added]) result[at + added++] = CR
    result[at + added] = bytes[at] ?? 0
  }
  return result
}

function bareLineFeeds(bytes: Uint8Array, last: number | undefined): readonly number[] {
  const found: number[] = []
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if ((at === 0 ? last : bytes[at - 1]) !== CR) found.push(at)
  }
  return found
}
