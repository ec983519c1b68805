import type { Image, ImagesResponse } from 'openai/resources/images'
import type { CallRequest } from '../endpoint.js'
import { assertShape } from '../protocol/assert-shape.js'
import { defined, type Partially } from '../protocol/defaults.js'
import { idsInside, type NextId } from '../protocol/ids.js'
import {
  countOf,
  isDallE,
  settingsOf,
  type ImageBody,
  type ImageSettings,
} from './image-settings.js'
import { completeUsage } from './image-usage.js'
import { partialImages } from './images-schema.js'
import { pictureOf } from './picture.js'

/** A list of images, which is short for an `ImagesResponse` with them as its `data`. */
export type ImageList = ReadonlyArray<Partially<Image>>

/** The most images that the API makes. */
const MAX_IMAGES = 10

/**
 * Makes a whole answer with images of a list of images, or of an answer that lacks fields with a
 * default. An image without `b64_json` and `url` becomes a picture in one grey, of the size and the
 * format that the request asks for.
 *
 * @param request The request: its `body` gives the model, the settings and the number of images.
 * @throws {TypeError} When a field is of a wrong type, or there are no pictures of the format.
 *
 * @example
 * completeImages({ quality: 'low' }, { body: { prompt: 'An otter', n: 2 } })
 */
export function completeImages(
  given: ImageList | Partially<ImagesResponse> = {},
  { body: asked, number = 1 }: Partial<CallRequest<ImageBody>> = {},
): ImagesResponse {
  // A body that is not checked may be null.
  const body = asked ?? {}
  const partial = isList(given) ? { data: given } : given
  assertShape(partialImages, partial, 'complete images')
  const { created = 1700000000, data: images = imagesOf(body), usage, ...rest } = partial
  const fields = defined(rest)
  const settings = { ...settingsOf(body), ...fields }
  const nextId = idsInside(`img_${number}`)
  const data = images.map((image, index) => completeImage(image, { body, settings, index, nextId }))
  return isDallE(body.model)
    ? withoutSettings({ created, data, ...fields }, usage)
    : withSettings({ created, data, ...settings }, usage)
}

type Fields = Partially<ImagesResponse> & { created: number; data: Image[] }

/** Makes the answer of a DALL·E model, which has images alone. */
function withoutSettings(fields: Fields, usage: Partially<ImagesResponse.Usage> | undefined) {
  // The author gives the other fields.
  return { ...fields, ...(usage && { usage: completeUsage(usage) }) } as ImagesResponse
}

/** Makes the answer of any other model, with its fields in the order of the API. */
function withSettings(
  { created, background, data, output_format, quality, size, ...others }: Fields,
  usage: Partially<ImagesResponse.Usage> | undefined,
) {
  const settings = { created, background, data, output_format, quality, size }
  // The author gives the fields without a default, such as the `svg_usage`.
  return { ...settings, usage: completeUsage(usage), ...others } as ImagesResponse
}

/** Makes a whole answer with variations, of `dall-e-2` unless the request names another model. */
export function completeVariations(
  given: ImageList | Partially<ImagesResponse>,
  { body, ...request }: Partial<CallRequest<ImageBody>> = {},
): ImagesResponse {
  return completeImages(given, { ...request, body: { model: 'dall-e-2', ...defined(body ?? {}) } })
}

/** Everything that an image depends on. */
interface ImageContext {
  readonly body: ImageBody
  readonly settings: Pick<ImageSettings, 'size' | 'output_format'>
  readonly index: number
  readonly nextId: NextId
}

function completeImage(image: Partially<Image>, context: ImageContext): Image {
  const { b64_json, url, revised_prompt, ...rest } = image
  const { model, prompt } = context.body
  const content = (b64_json ?? url) ? { b64_json, url } : contentOf(context)
  const revised = revised_prompt ?? (model === 'dall-e-3' ? prompt : undefined)
  return defined({ b64_json: content.b64_json, revised_prompt: revised, url: content.url, ...rest })
}

function contentOf({ body, settings, index, nextId }: ImageContext): Image {
  const form = body.response_format ?? (isDallE(body.model) ? 'url' : 'b64_json')
  return form === 'url'
    ? { url: `https://images.example/${nextId('img')}.${settings.output_format}` }
    : { b64_json: pictureOf(settings, index) }
}

function imagesOf({ n }: ImageBody): ImageList {
  const count = Math.min(countOf(n, 1), MAX_IMAGES)
  return Array.from({ length: count }, () => ({}))
}

function isList(given: ImageList | Partially<ImagesResponse>): given is ImageList {
  return Array.isArray(given)
}
