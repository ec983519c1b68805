import { textAt, valueAt } from '../protocol/fields.js'
import type { EventReader } from '../protocol/readers.js'
import { ascii } from './bits.js'
import { crc32 } from './crc32.js'
import type { ImageEditEvent, ImageEvent, ImageGenerationEvent } from './image-event-schema.js'

/** An event with a whole image. */
export type WholeImageEvent = Extract<ImageEvent, { type: `${string}.completed` }>

/** Recognizes an event with a whole image. */
export function isWholeImage(event: ImageEvent): event is WholeImageEvent {
  return event.type.endsWith('.completed')
}

/** Reads the events of images. They have no text. An image is printed as its length and its checksum. */
const reader = {
  text: (events) => events.map(() => ''),

  type: ({ type }) => type,

  line(event) {
    const index: unknown = valueAt(event, 'partial_image_index')
    const name = index === undefined ? event.type : `${event.type} ${String(index)}`
    return [name, ...settingsIn(event), ...imageIn(event)].join(', ')
  },
} satisfies EventReader<ImageEvent>

/** Reads the events of `images.generate`. */
export const generationReader: EventReader<ImageGenerationEvent> = { ...reader }

/** Reads the events of `images.edit`. */
export const editReader: EventReader<ImageEditEvent> = { ...reader }

function settingsIn(event: ImageEvent): string[] {
  const settings = ['size', 'quality', 'background', 'output_format']
  return settings.map((name) => textAt(event, name)).filter(Boolean)
}

function imageIn(event: ImageEvent): string[] {
  const image = textAt(event, 'b64_json')
  const checksum = crc32(ascii(image)).toString(16).padStart(8, '0')
  return image === '' ? [] : [`${image.length} characters with the CRC-32 ${checksum}`]
}
