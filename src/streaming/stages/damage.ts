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

/** A record: the text before its data, the data, and the blank line. */
const RECORD = /^((?:event: .*\r?\n)?data: )([^]*?)(\r?\n\r?\n)$/

/** Ends a read, and adds nothing to it. */
const EMPTY: Frame = { type: 'bytes', bytes: new Uint8Array() }

/**
 * Breaks the JSON of event `index`, which is zero-based: half of the JSON is cut off. The record
 * around it stays whole, and the count of events stays the same. A call whose script ends sooner is
 * broken, and so is one whose event is no JSON.
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
 * Removes event `index`, which is zero-based. A call whose script ends sooner is broken.
 *
 * @throws {RangeError} Unless `index` is zero or a positive integer.
 * @example
 * drop(0)
 */
export function drop(index: number): Stage {
  return eventFault('drop', index, ({ joined, delivered }, isInRead) => {
    // A live stream waits for its event, which nobody will ever get.
    delivered?.()
    // The read that the event would have ended ends all the same.
    return isInRead && !joined ? EMPTY : []
  })
}

/**
 * Sends event `index`, which is zero-based, twice. A call whose script ends sooner is broken.
 *
 * @throws {RangeError} Unless `index` is zero or a positive integer.
 * @example
 * duplicate(1)
 */
export function duplicate(index: number): Stage {
  return eventFault('duplicate', index, (frame) => {
    const { delivered: _, ...copy } = frame
    // Bytes of its own: a client may transfer those that it gets.
    return [{ ...copy, bytes: copy.bytes.slice(), final: false }, frame]
  })
}

/**
 * Sends event `index + 1` before event `index`, which is zero-based. Items between the two stay
 * there, and wait until the script has yielded the second one. A call whose script ends sooner is
 * broken.
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
 * Puts a cue before event `index`, which is zero-based, or after the last event, where `index` is
 * the number of events. A call whose script ends sooner is broken.
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
 * Removes the record that ends every stream of the endpoint, such as `[DONE]`. A call whose stream
 * ends without that record is broken.
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
 * Removes the blank line that closes the last record of the stream. A call is broken whose stream
 * ends without a record known to be its last: a terminator, an error, or an event such as
 * `response.completed`.
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

/** Changes the frame of one event. */
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

/** Gives the record with half of its JSON. Undefined where its data is no JSON, or half of it is, too. */
function malformed(record: string): string | undefined {
  const [, head, data, tail] = RECORD.exec(record) ?? []
  if (data === undefined) return undefined

  const json = data.replaceAll('\ndata: ', '\n')
  const half = firstHalf(json)
  if (!isJson(json) || isJson(half)) return undefined

  return `${head}${half.replaceAll('\n', '\ndata: ')}${tail}`
}

/** Gives whole characters only, so that the bytes stay UTF-8. */
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
    // The reason does not matter.
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

  /** Gives the first event, where no second one comes. */
  rest(): readonly Item[] {
    const rest = this.#first ? [this.#first, ...this.#between] : []
    this.#first = undefined
    return rest
  }

  missed(): string | undefined {
    return this.#count > this.#index + 1 ? undefined : `after ${this.#count} event(s)`
  }

  #takeEvent(frame: Frame): Item | readonly Item[] {
    const at = this.#count++
    if (at === this.#index) {
      this.#first = frame
      return []
    }
    if (!this.#first) return frame

    const first = this.#first
    this.#first = undefined
    return [inPlaceOf(first, frame), ...this.#between, inPlaceOf(frame, first)]
  }
}

/** Gives a frame the place of another one: where reads and the stream end stays the same. */
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
