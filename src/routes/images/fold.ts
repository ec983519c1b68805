import type { Image, ImagesResponse } from 'openai/resources/images'
import { z } from 'zod'
import { assertEvents } from '../protocol/assert-events.js'
import { defined } from '../protocol/defaults.js'
import { textAt } from '../protocol/fields.js'
import { anyOfType, damageOf } from '../protocol/schema.js'
import type { ImageEvent } from './image-event-schema.js'
import { isWholeImage, type WholeImageEvent } from './image-reader.js'

/** The schema of the fields of a whole image that folding needs. */
const wholeImage = z.looseObject({ b64_json: z.string(), created_at: z.number() })

/**
 * Folds the events of a stream to the answer that a request without `stream: true` gets. The
 * settings and the numbers of tokens are those of the last image.
 *
 * @throws {TypeError} When `events` is no list, an event is damaged, or no image is completed.
 *
 * @example
 * expect(foldImages(new Otter()).data).toHaveLength(1)
 */
export function foldImages(events: Iterable<ImageEvent>): ImagesResponse {
  assertEvents(events, 'fold images')
  const completed = [...events].filter(readWholeImage)
  const last = completed.at(-1)
  if (!last) fail('it has no whole image. Expected an event of the type "….completed"')
  return answerOf(last, completed.map(imageOf))
}

/** Recognizes an event with a whole image, and refuses a damaged event. */
function readWholeImage(event: ImageEvent, position: number): event is WholeImageEvent {
  const damage = damageOf(anyOfType, event) ?? (isWholeImage(event) && damageOf(wholeImage, event))
  if (damage) fail(`event ${position} is ${damage}`)
  return isWholeImage(event)
}

/** Makes an answer, with its fields in the order of the API. */
function answerOf(last: WholeImageEvent, data: Image[]): ImagesResponse {
  const { type: _type, b64_json: _image, created_at: created, ...fields } = last
  const { background, output_format, quality, size, usage, ...rest } = fields
  const { revised_prompt: _prompt, ...others }: Record<string, unknown> = rest
  const answer = { created, background, data, output_format, quality, size, usage, ...others }
  // An answer has the settings that the API has decided on, and a stream may have `auto`.
  return defined(answer) as ImagesResponse
}

function imageOf(event: WholeImageEvent): Image {
  // The SDK types no such field: only DALL·E models, which have no stream, revise prompts.
  const revised_prompt = textAt(event, 'revised_prompt') || undefined
  return defined({ b64_json: event.b64_json, revised_prompt })
}

function fail(reason: string): never {
  throw new TypeError(`Failed to fold images: ${reason}.`)
}
