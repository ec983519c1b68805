import type { ImagesResponse } from 'openai/resources/images'
import type { CallRequest } from '../endpoint.js'
import { assertShape } from '../protocol/assert-shape.js'
import { countOf, type ImageBody } from './image-settings.js'
import { wholeImages } from './images-schema.js'
import {
  imageWriter,
  type CompletedImageEvent,
  type ImageEventPrefix,
  type PartialImageEvent,
} from './writer.js'

type Events<Prefix extends ImageEventPrefix> = Generator<
  PartialImageEvent<Prefix> | CompletedImageEvent<Prefix>,
  void,
  undefined
>
type ImageRequest = Partial<CallRequest<ImageBody>>

/**
 * Unfolds an answer with images to the events of a stream of `images.generate`: for each image, as
 * many partial images as the request asks for, and the whole one. Partial images are pictures in
 * one grey.
 *
 * @param request The request, whose `body` may have `partial_images`.
 * @throws {TypeError} When a field of the answer is missing, or of a wrong type, or there are no
 * pictures of the format.
 *
 * @example
 * const events = [...unfoldImages(completeImages(), { body: { partial_images: 2 } })]
 */
export function unfoldImages(
  images: ImagesResponse,
  request?: ImageRequest,
): Events<'image_generation'> {
  return write('image_generation', images, request)
}

/**
 * Unfolds an answer with images to the events of a stream of `images.edit`, as
 * {@link unfoldImages} does.
 *
 * @throws {TypeError} When a field of the answer is missing, or of a wrong type, or there are no
 * pictures of the format.
 *
 * @example
 * const events = [...unfoldEditedImages(completeImages(), { body: { partial_images: 2 } })]
 */
export function unfoldEditedImages(
  images: ImagesResponse,
  request?: ImageRequest,
): Events<'image_edit'> {
  return write('image_edit', images, request)
}

function* write<Prefix extends ImageEventPrefix>(
  type: Prefix,
  answer: ImagesResponse,
  { body }: ImageRequest = {},
): Events<Prefix> {
  assertShape(wholeImages, answer, 'unfold images')
  const { created: created_at, data = [], usage, ...rest } = answer
  const { background, output_format, quality, size, ...others } = rest
  const w = imageWriter({ type, created_at, background, output_format, quality, size })
  for (const image of data) {
    for (let count = countOf(body?.partial_images, 0); count > 0; count--) yield* w.partial()
    for (const event of w.completed({ ...image, ...others })) {
      // As given: the writer adds to a usage.
      yield usage ? { ...event, usage } : event
    }
  }
}
