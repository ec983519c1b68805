import { isRecord } from '../protocol/defaults.js'
import { listAt, textAt, valueAt } from '../protocol/fields.js'
import { indexOf, inOrderOfIndex, JoinedDelta, sameItems } from './joined-delta.js'

/** Reads the messages of a stream, event by event. Events may be of any shape. */
export class MessagesReading {
  /** The messages, by id. */
  readonly messages = new Map<unknown, MessageReading>()

  /** Reads one event, and gives the text that the event adds to the assistant's text. */
  read(event: unknown): string {
    const name = textAt(event, 'event')
    const data = valueAt(event, 'data')
    if (!name.startsWith('thread.message.') || !isRecord(data)) return ''

    const message = this.messages.get(data['id']) ?? new MessageReading()
    this.messages.set(data['id'], message)
    const text = name.endsWith('.delta')
      ? message.readDelta(data)
      : message.readWhole(data, !/\.(created|in_progress)$/.test(name))
    return message.isOfUser ? '' : text
  }
}

/** Reads one message. The text of a part is joined of its deltas, or else taken of the whole message. */
class MessageReading {
  /** The last whole message; undefined where there are deltas alone. */
  whole: object | undefined
  readonly #parts = new Map<number, PartReading>()
  /** The index of the part that was read last. */
  #last = 0
  /** The index behind the last part. */
  #next = 0

  /** True for a message of the user. */
  get isOfUser(): boolean {
    return valueAt(this.whole, 'role') === 'user'
  }

  /** Reads a delta of the message, and gives the text that the delta adds. */
  readDelta(data: unknown): string {
    const parts = listAt(data, 'delta', 'content').filter(isRecord)
    return parts.map((part) => this.#partAt(this.#indexOf(part)).readDelta(part)).join('')
  }

  /** Reads the whole message, and gives the text that was not in deltas. */
  readWhole(message: object, isOver: boolean): string {
    this.whole = message
    const parts = listAt(message, 'content')
    return parts
      .map((part, index) => (isRecord(part) ? this.#partAt(index).readWhole(part, isOver) : ''))
      .join('')
  }

  /** Gives the message with the content that was read. */
  fold(): object {
    const content = inOrderOfIndex(this.#parts).map((part) => part.fold())
    const whole = this.whole ?? {}
    return sameItems(content, valueAt(whole, 'content')) ? whole : { ...whole, content }
  }

  /** Finds the index of a delta. A delta without an index continues the last part, if both have the same type. */
  #indexOf(delta: object): number {
    const continues = typeOf(delta) === this.#parts.get(this.#last)?.type
    return indexOf(delta) ?? (continues ? this.#last : this.#next)
  }

  #partAt(index: number): PartReading {
    const part = this.#parts.get(index) ?? new PartReading()
    this.#parts.set(index, part)
    this.#last = index
    this.#next = Math.max(this.#next, index + 1)
    return part
  }
}

/** Reads one part of the content of a message. */
class PartReading {
  /** The type of the part; empty where none is known. */
  type = ''
  /** The text or the refusal that was read. */
  #read = ''
  #hasDeltas = false
  /** The part in the whole message, once the message has ended. */
  #whole: object | undefined
  readonly #joined = new JoinedDelta()
  #isJoined = false

  /** Reads a delta, and gives the text that the delta adds. */
  readDelta(delta: object): string {
    this.#setType(delta)
    this.#join(delta)
    const piece = streamedIn(delta, this.type)
    this.#read += piece
    this.#hasDeltas ||= piece !== ''
    return this.#shown(piece)
  }

  /** Reads the part in a whole message, and gives the text that was not in deltas. */
  readWhole(part: object, isOver: boolean): string {
    this.#setType(part)
    if (isOver) this.#whole = part
    else if (!this.#isJoined) this.#join(part)

    const value = streamedIn(part, this.type)
    if (this.#hasDeltas || !value.startsWith(this.#read)) return ''
    const rest = value.slice(this.#read.length)
    this.#read = value
    return this.#shown(rest)
  }

  /** Gives the part with the text that was read. */
  fold(): unknown {
    const isWhole = this.#whole !== undefined && typeOf(this.#whole) === this.type
    const part = isWhole ? this.#whole : this.#joined.value()
    if (isWhole && streamedIn(Object(part), this.type) === this.#read) return part

    const typed = { ...Object(part), ...(this.type && { type: this.type }) }
    if (this.type === 'refusal') return { ...typed, refusal: this.#read }
    if (this.type !== 'text') return typed
    return { ...typed, text: { ...Object(valueAt(part, 'text')), value: this.#read } }
  }

  /** Sets the type: that of the first delta or message with a text counts. */
  #setType(part: object): void {
    if (this.#read === '') this.type = typeOf(part) || this.type
  }

  #join(part: object): void {
    const { index: _, ...fields }: { index?: unknown } = part
    this.#joined.add(fields)
    this.#isJoined = true
  }

  /** Gives a piece of the assistant's text; nothing for a refusal. */
  #shown(piece: string): string {
    return this.type === 'text' ? piece : ''
  }
}

/** Reads the field of a part that is streamed: the text, or the refusal. */
export function streamedIn(part: object, type: string): string {
  if (type === 'text') return textAt(part, 'text', 'value')
  return type === 'refusal' ? textAt(part, 'refusal') : ''
}

/** Finds the type of a part; by its fields where the server sends no type. */
export function typeOf(part: object): string {
  const field = ['text', 'refusal'].find((name) => Object.hasOwn(part, name))
  return textAt(part, 'type') || (field ?? '')
}
