import { isCue, type Cue } from '../cue.js'
import {
  endsEvents,
  isEventFrame,
  isFrame,
  isPartOfError,
  type Frame,
  type Item,
} from '../frame.js'
import { checkIndex } from './arguments.js'
import { stage, type Stage, type StageOutput, type StagePass } from './stage.js'

const LF = 10
const CR = 13

/** Matches a record: the text before its data, the data, and the blank line. */
const RECORD = /^((?:event: .*\r?\n)?data: )([^]*?)(\r?\n\r?\n)$/

/** A frame without bytes, which ends a read. */
const EMPTY: Frame = { type: 'bytes', bytes: new Uint8Array() }

/**
 * Removes half of the JSON of event `index`, which is zero-based. The record around the JSON stays
 * whole. A call is broken if the script ends before that event, or if the event is no JSON.
 *
 * @throws {RangeError} Unless `index` is zero or a positive integer.
 * @example
 * malform(2)
 */
export function malform(index: number): Stage {
  return eventFault('malform', index, (frame) => {
    const text = malformed(new TextDecoder().decode(frame.bytes))
    if (text !== undefined) return { ...frame, bytes: new TextEncoder().encode(text) }

    throw new TypeError(`Failed to apply malform(${index}): event ${index} is no record of JSON.`)
  })
}

/**
 * Removes event `index`, which is zero-based. A call is broken if the script ends before that
 * event.
 *
 * @throws {RangeError} Unless `index` is zero or a positive integer.
 * @example
 * drop(0)
 */
export function drop(index: number): Stage {
  return eventFault('drop', index, ({ joined, delivered }, isInRead) => {
    // A live stream waits until its event is delivered, which never happens to this one.
    delivered?.()
    // An event that ended a read has to end the read all the same.
    return isInRead && !joined ? EMPTY : []
  })
}

/**
 * Sends event `index`, which is zero-based, twice. A call is broken if the script ends before that
 * event.
 *
 * @throws {RangeError} Unless `index` is zero or a positive integer.
 * @example
 * duplicate(1)
 */
export function duplicate(index: number): Stage {
  return eventFault('duplicate', index, (frame) => {
    const { delivered: _, ...copy } = frame
    // Bytes of its own: a client may transfer the bytes that it gets.
    return [{ ...copy, bytes: copy.bytes.slice(), final: false }, frame]
  })
}

/**
 * Sends event `index + 1` before event `index`, which is zero-based. Items between the two wait
 * until the script has yielded the second event. A call is broken if the script ends before that
 * event.
 *
 * @throws {RangeError} Unless `index` is zero or a positive integer.
 * @example
 * swap(0)
 */
export function swap(index: number): Stage {
  const call = `swap(${index})`
  checkIndex(call, index)

  return stage(call, () => new Swap(index))
}

/**
 * Puts a cue before event `index`, which is zero-based. Where `index` is the number of events, the
 * cue comes after the last event. A call is broken if the script has fewer events.
 *
 * @throws {RangeError} Unless `index` is zero or a positive integer.
 * @throws {TypeError} When `cue` is no cue.
 * @example
 * insert(2, comment('still there'))
 * insert(0, unchecked({ type: 'keepalive' }))
 */
export function insert(index: number, cue: Cue): Stage {
  const call = `insert(${index})`
  checkIndex(call, index)
  if (!isCue(cue)) {
    throw new TypeError(
      `Failed to create ${call}: expected a cue. For an event, that is unchecked(event).`,
    )
  }
  return stage(call, () => new Insertion(index, cue))
}

/**
 * Removes the record that ends every stream of the endpoint, such as `[DONE]`. A call is broken
 * if the stream has no such record.
 *
 * @example
 * dropTerminator()
 */
export function dropTerminator(): Stage {
  return stage('dropTerminator()', () => {
    let isDropped = false
    return {
      take(item) {
        if (item.type !== 'terminator') return item
        isDropped = true
        return []
      },
      missed: () => (isDropped ? undefined : 'without a terminator'),
    }
  })
}

/**
 * Removes the blank line that closes the last record of the stream: a terminator, an error, or an
 * event such as `response.completed`. A call is broken if the stream ends without such a record.
 *
 * @example
 * dropFinalBlankLine()
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function dropFinalBlankLine(): Stage {
  return stage('dropFinalBlankLine()', () => {
    let isDropped = false
    return {
      take(item) {
        if (!isFrame(item) || !item.final || item.bytes.at(-1) !== LF) return item
        isDropped = true
        return { ...item, bytes: withoutLineEnding(item.bytes) }
      },
      missed: (end) => (isDropped || isPartOfError(end) ? undefined : 'without a final record'),
    }
  })
}

/** Gives the output of a stage for the frame of one event. */
type Change = (frame: Frame, isInRead: boolean) => StageOutput

/**
 * Makes a stage that changes the frame of event `index`.
 *
 * @throws {RangeError} Unless `index` is zero or a positive integer.
 */
function eventFault(name: string, index: number, change: Change): Stage {
  const call = `${name}(${index})`
  checkIndex(call, index)

  return stage(call, () => {
    let count = 0
    return {
      take: (item, isInRead) =>
        isEventFrame(item) && count++ === index ? change(item, isInRead) : item,
      missed: () => (count > index ? undefined : `after ${count} event(s)`),
    }
  })
}

/** Removes half of the JSON of a record. Undefined where the data is no JSON, or where the half is JSON, too. */
function malformed(record: string): string | undefined {
  const [, head, data, tail] = RECORD.exec(record) ?? []
  if (data === undefined) return undefined

  const json = data.replaceAll('\ndata: ', '\n')
  const half = firstHalf(json)
  if (!isJson(json) || isJson(half)) return undefined

  return `${head}${half.replaceAll('\n', '\ndata: ')}${tail}`
}

/** Gives the first half of a text, in whole characters, so that the bytes stay UTF-8. */
function firstHalf(text: string): string {
  const characters = Array.from(text.trim())
  return characters
    .slice(0, characters.length / 2)
    .join('')
    .trimEnd()
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    // Only the fact matters, not the reason.
    return false
  }
}

function withoutLineEnding(bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, bytes.at(-2) === CR ? -2 : -1)
}

class Swap implements StagePass {
  readonly #index: number
  #count = 0
  #first: Frame | undefined
  /** The items since the first of the two events. */
  #between: Item[] = []

  constructor(index: number) {
    this.#index = index
  }

  take(item: Item): Item | readonly Item[] {
    if (isEventFrame(item)) return this.#takeEvent(item)
    if (!this.#first) return item
    if (endsEvents(item) || item.type === 'broken') return [...this.rest(), item]

    this.#between.push(item)
    return []
  }

  /** Gives the first event, and the items behind it, where no second event comes. */
  rest(): readonly Item[] {
    const rest = this.#first ? [this.#first, ...this.#between] : []
    this.#first = undefined
    return rest
  }

  missed(): string | undefined {
    return this.#count > this.#index + 1 ? undefined : `after ${this.#count} event(s)`
  }

  #takeEvent(frame: Frame): Item | readonly Item[] {
    const position = this.#count++
    if (position === this.#index) {
      this.#first = frame
      return []
    }
    if (!this.#first) return frame

    const first = this.#first
    this.#first = undefined
    return [inPlaceOf(first, frame), ...this.#between, inPlaceOf(frame, first)]
  }
}

/** Puts a frame in the place of another one: the ends of reads and of the stream stay the same. */
function inPlaceOf({ joined = false, final = false }: Frame, frame: Frame): Frame {
  return { ...frame, joined, final }
}

class Insertion implements StagePass {
  readonly #index: number
  readonly #cue: Cue
  #count = 0
  #isInserted = false

  constructor(index: number, cue: Cue) {
    this.#index = index
    this.#cue = cue
  }

  take(item: Item): StageOutput {
    const isEvent = isEventFrame(item)
    const isDue = this.#isDue && (isEvent || endsEvents(item))
    if (isEvent) this.#count++
    if (!isDue) return item

    this.#isInserted = true
    return [this.#cue, item]
  }

  rest(): readonly Cue[] {
    if (!this.#isDue) return []
    this.#isInserted = true
    return [this.#cue]
  }

  missed(): string | undefined {
    return this.#isInserted ? undefined : `after ${this.#count} event(s)`
  }

  get #isDue(): boolean {
    return !this.#isInserted && this.#count >= this.#index
  }
}
