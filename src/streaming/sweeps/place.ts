import { excerpt } from './excerpt.js'
import type { PlacedFrame, Transcript } from './transcript.js'

const NAMES = {
  error: 'the error',
  terminator: 'the terminator',
  bytes: 'bytes of no event',
} satisfies Record<Exclude<PlacedFrame['type'], 'event'>, string>

/** Where in a stream so many bytes end: `after byte 57, inside event 1 ('…{"id":' | '"chat…')`. */
export function placeOf(transcript: Transcript, position: number): string {
  return `after byte ${position}, ${nameOf(transcript, position)} (${excerpt(transcript, [position])})`
}

/** What the byte after them is a part of. */
function nameOf({ frames, events }: Transcript, position: number): string {
  const frame = frames.find(({ start, end }) => start <= position && position < end)
  if (!frame) return 'at the end'

  const name = frame.type === 'event' ? `event ${events.indexOf(frame)}` : NAMES[frame.type]
  if (frame.start === position) return `before ${name}`
  return isInCharacter(frame, position) ? `inside a character of ${name}` : `inside ${name}`
}

/** Whether a byte goes on with a character of UTF-8. */
function isInCharacter({ bytes, start }: PlacedFrame, position: number): boolean {
  const byte = bytes[position - start] ?? 0
  return byte >= 0x80 && byte < 0xc0
}
