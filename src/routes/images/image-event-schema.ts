import type { ImageEditStreamEvent, ImageGenStreamEvent } from 'openai/resources/images'
import { z } from 'zod'
import { index, oneOfTexts, oneOfTypes, timestamp } from '../protocol/schema.js'

/** An event that other servers send while a client waits. The SDK does not list it. */
export interface KeepaliveEvent {
  /** The type of the event. */
  readonly type: 'keepalive'
}

/** An event of `images.generate`: those that the SDK types, and `keepalive`. */
export type ImageGenerationEvent = ImageGenStreamEvent | KeepaliveEvent

/** An event of `images.edit`: those that the SDK types, and `keepalive`. */
export type ImageEditEvent = ImageEditStreamEvent | KeepaliveEvent

/** An event of a stream of images. */
export type ImageEvent = ImageGenerationEvent | ImageEditEvent

/** The fields of every image. OpenAI documents examples without the settings, and other servers omit them. */
const image = {
  b64_json: z.string(),
  created_at: timestamp.optional(),
  size: z.string().optional(),
  quality: oneOfTexts(['low', 'medium', 'high', 'xhigh', 'max', 'auto']).optional(),
  background: oneOfTexts(['transparent', 'opaque', 'auto']).optional(),
  output_format: oneOfTexts(['png', 'webp', 'jpeg']).optional(),
}

const usage = z.looseObject({
  input_tokens: index,
  output_tokens: index,
  total_tokens: index,
  input_tokens_details: z.looseObject({ image_tokens: index, text_tokens: index }).optional(),
})

const partial = { ...image, partial_image_index: index }
const completed = {
  ...image,
  usage: usage.optional(),
  safety_identifier: z.string().nullish(),
}

/** The fields of each event of `images.generate`. An event that the SDK adds or removes causes a compile error here. */
export const generationFields = {
  'image_generation.partial_image': partial,
  'image_generation.completed': completed,
} satisfies Record<ImageGenStreamEvent['type'], z.ZodRawShape>

/** The fields of each event of `images.edit`. An event that the SDK adds or removes causes a compile error here. */
export const editFields = {
  'image_edit.partial_image': partial,
  'image_edit.completed': completed,
} satisfies Record<ImageEditStreamEvent['type'], z.ZodRawShape>

/** The schema of the events of `images.generate`. */
export const generationEvent = oneOfTypes({ ...generationFields, keepalive: {} })

/** The schema of the events of `images.edit`. */
export const editEvent = oneOfTypes({ ...editFields, keepalive: {} })
