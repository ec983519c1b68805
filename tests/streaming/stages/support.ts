import * as fc from 'fast-check'
import type { Cue, Frame, Frames, Item, Stage } from 'msw-openai/streaming'
import { frameOfCue } from '../../../src/streaming/frame.js'
import { readAll } from '../../support.js'

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

/** Spells as an endpoint does whose lines end in LF. */
export function spell(cue: Cue): Item {
  if (cue.type === 'unchecked') return frame('event', String(cue.event))
  return cue.type === 'comment' || cue.type === 'raw' ? frameOfCue(cue) : cue
}

export async function* source(items: Iterable<Item>): Frames {
  yield* items
}

/** `items` on their way through `stages`, first to last. */
export function apply(items: Frames, ...stages: Stage[]): Frames {
  return stages.reduce<Frames>((all, stage) => stage(all, spell), items)
}

/** What these items become on their way through these stages, and the error they end in. */
export function through(items: Iterable<Item>, ...stages: Stage[]) {
  return readAll(apply(source(items), ...stages))
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
