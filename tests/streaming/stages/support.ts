import * as fc from 'fast-check'
import type { Cue, Failure, Frame, Item, Stage } from 'msw-openai/streaming'
import { isPromise } from '../../../src/streaming/clock.js'
import { isCue } from '../../../src/streaming/cue.js'
import { encodeComment, encodeText } from '../../../src/streaming/encode.js'
import { BrokenScriptError } from '../../../src/streaming/errors.js'
import { END } from '../../../src/streaming/frame.js'
import { Pipeline, type ScriptRun } from '../../../src/streaming/pipeline.js'

/** A frame with this text on the wire. Texts of events are the events, too. */
export function frame(type: Frame['type'], text: string): Frame {
  const bytes = new TextEncoder().encode(text)
  return type === 'event' ? { type, bytes, event: text } : { type, bytes }
}

export const [one, two, three, four] = ['one', 'two', 'three', 'four'].map((text) =>
  frame('event', text),
) as [Frame, Frame, Frame, Frame]
/** A terminator, as endpoints send it. */
export const done: Frame = { ...frame('terminator', 'data: [DONE]\n\n'), final: true }
export const error: Frame = { ...frame('error', 'Boom'), final: true }

/** Encodes a cue as an endpoint does whose lines end in LF. */
export function encoded(cue: Cue): Item {
  switch (cue.type) {
    case 'unchecked':
      return frame('event', String(cue.event))
    case 'comment':
      return { type: 'bytes', bytes: encodeComment(cue.text) }
    case 'raw': {
      const { content } = cue
      return {
        type: 'bytes',
        bytes: typeof content === 'string' ? encodeText(content) : new Uint8Array(content),
      }
    }
    default:
      return cue
  }
}

/** A run of a script that yields these items. Cues are encoded, as a script does it. */
export function runOf(items: Iterable<Item | Cue>): ScriptRun {
  const iterator = items[Symbol.iterator]()
  return {
    isOpen: true,
    step() {
      const { done: isDone, value } = iterator.next()
      if (isDone) return END
      return isCue(value) ? encoded(value) : value
    },
    async stop() {
      iterator.return?.()
    },
    // Scripts yield cues and events, and stages give cues alone.
    encode: (item) => encoded(item as Cue),
  }
}

/** Everything that comes out of a pipeline. */
export async function takeAll(pipeline: Pipeline): Promise<Item[]> {
  const taken: Item[] = []
  for (;;) {
    const item = pipeline.take()
    if (!item) return taken
    if (isPromise(item)) await item
    else taken.push(item)
  }
}

/** The items that come out of these stages, first to last, and the error of a stage in which they end. */
export async function through(
  items: Iterable<Item | Cue>,
  ...stages: Stage[]
): Promise<{ items: Item[]; error?: unknown }> {
  const taken = await takeAll(new Pipeline(runOf(items), stages))
  const last = taken.at(-1)
  if (last?.type !== 'broken' || isOfScript(last)) return { items: taken }
  return { items: taken.slice(0, -1), error: last.error }
}

/** Recognizes the failure of a script. All others are those of stages. */
function isOfScript({ error: reason }: Failure): boolean {
  return reason instanceof BrokenScriptError
}

/** The text of items, one for each read. */
export function reads(items: readonly Item[]): string[] {
  const texts: string[] = []
  let isOpen = false
  for (const item of items) {
    if (!('bytes' in item)) continue
    const text = textOf(item)
    if (isOpen) texts.push(texts.pop() + text)
    else texts.push(text)
    isOpen = item.joined ?? false
  }
  return texts
}

export function textOf({ bytes }: Frame): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

/** All bytes that items put on the wire. */
export function bytesOf(items: readonly Item[]): number[] {
  return items.flatMap((item) => ('bytes' in item ? [...item.bytes] : []))
}

export function eventsOf(items: readonly Item[]): unknown[] {
  return items.flatMap((item) => (item.type === 'event' ? [item.event] : []))
}

/** Frames of a stream without faults: events of their own number, of any text, and a terminator. */
export function streams({ minLength = 0 } = {}): fc.Arbitrary<Frame[]> {
  return fc
    .array(fc.string({ unit: 'grapheme' }), { minLength, maxLength: 6 })
    .map((texts) => texts.map((text, index) => frame('event', `data: ${index} ${text}\n\n`)))
    .map((events) => [...events, done])
}
