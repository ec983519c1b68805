import type { ImageGenCompletedEvent, ImageGenPartialImageEvent } from 'openai/resources/images'
import { checkOptions } from '../../streaming/internal.js'
import { defined, type Partially } from '../protocol/defaults.js'
import { settingsOf, type AskedSettings } from './image-settings.js'
import { completeUsage } from './image-usage.js'
import { pictureOf } from './picture.js'

/** The first part of the types of all events of a stream of images. */
export type ImageEventPrefix = 'image_generation' | 'image_edit'

/** An event with a partial image, of a generation or of an edit. */
export type PartialImageEvent<Prefix extends ImageEventPrefix = ImageEventPrefix> = Omit<
  ImageGenPartialImageEvent,
  'type'
> & { type: `${Prefix}.partial_image` }

/** An event with a whole image, of a generation or of an edit. */
export type CompletedImageEvent<Prefix extends ImageEventPrefix = ImageEventPrefix> = Omit<
  ImageGenCompletedEvent,
  'type'
> & { type: `${Prefix}.completed` }

/** The fields of an event, named as on the wire. Other servers have more fields. */
type Fields<Event> = Partially<Omit<Event, 'type'>> & { readonly [field: string]: unknown }

/** Options of {@link imageWriter}, named as on the wire. */
export interface ImageWriterOptions<
  Prefix extends ImageEventPrefix = 'image_generation',
> extends AskedSettings {
  /** The first part of the types of the events; `image_generation` unless given. */
  readonly type?: Prefix | undefined
  /** The time of the events, in Unix seconds; 1700000000 unless given. */
  readonly created_at?: number | undefined
}

const OPTIONS = new Set(['type', 'created_at', 'background', 'output_format', 'quality', 'size'])

/**
 * Creates a writer of the events of `images.generate`, or with `type: 'image_edit'` of those of
 * `images.edit`. Create it inside `generate()`, so that each play has a writer of its own. Every
 * method is used with `yield*`.
 *
 * @throws {TypeError} When an option is unknown.
 *
 * @example
 * class Otter extends EventStream<ImageGenStreamEvent> {
 *   *generate(): Generator<ImageGenStreamEvent> {
 *     const w = imageWriter({ size: '1536x1024' })
 *     yield* w.partial()
 *     yield* w.completed()
 *   }
 * }
 */
export function imageWriter<Prefix extends ImageEventPrefix = 'image_generation'>(
  options: ImageWriterOptions<Prefix> = {},
): ImageWriter<Prefix> {
  checkOptions('Failed to create imageWriter()', options, OPTIONS)
  const { type, created_at = 1700000000, ...asked } = options
  // Without a type, `Prefix` is its default.
  return new ImageWriter(type ?? ('image_generation' as Prefix), created_at, asked)
}

/**
 * Writes the events of a stream of images. An image that is not given is a picture in one grey, of
 * the size and the format of the stream. After a whole image, the next partial image is the first
 * one of another image.
 */
export class ImageWriter<Prefix extends ImageEventPrefix = 'image_generation'> {
  readonly #type: Prefix
  readonly #settings: StreamSettings
  /** The zero-based index of the image. */
  #image = 0
  /** The zero-based index of the next partial image. */
  #partial = 0

  constructor(type: Prefix, created_at: number, asked: AskedSettings) {
    const { size, quality, background, output_format } = settingsOf(asked)
    this.#type = type
    // The schema of the events refuses the formats that have no stream.
    this.#settings = { created_at, size, quality, background, output_format } as StreamSettings
  }

  /**
   * Writes a partial image: a picture of this package, an image in base64, or an event with fields
   * of your own.
   *
   * @throws {TypeError} When a picture of the format or of the size cannot be made.
   *
   * @example
   * yield* w.partial('iVBORw0KGgo=')
   */
  *partial(
    given: string | Fields<ImageGenPartialImageEvent> = {},
  ): Generator<PartialImageEvent<Prefix>, void, undefined> {
    const event: Fields<ImageGenPartialImageEvent> =
      typeof given === 'string' ? { b64_json: given } : given
    const { b64_json, ...fields } = event
    const partial_image_index = this.#partial++
    const settings = { ...this.#settings, ...defined(fields) }
    yield {
      type: `${this.#type}.partial_image`,
      b64_json: b64_json ?? pictureOf(settings, this.#image, partial_image_index),
      ...this.#settings,
      partial_image_index,
      ...defined(fields),
    }
  }

  /**
   * Writes a whole image with the numbers of tokens: a picture of this package, an image in base64,
   * or an event with fields of your own.
   *
   * @throws {TypeError} When a picture of the format or of the size cannot be made.
   *
   * @example
   * yield* w.completed({ usage: { input_tokens: 12, output_tokens: 4160 } })
   */
  *completed(
    given: string | Fields<ImageGenCompletedEvent> = {},
  ): Generator<CompletedImageEvent<Prefix>, void, undefined> {
    const event: Fields<ImageGenCompletedEvent> =
      typeof given === 'string' ? { b64_json: given } : given
    const { b64_json, usage, ...fields } = event
    const settings = { ...this.#settings, ...defined(fields) }
    const image = this.#image++
    this.#partial = 0
    yield {
      type: `${this.#type}.completed`,
      b64_json: b64_json ?? pictureOf(settings, image),
      ...this.#settings,
      usage: completeUsage(usage),
      ...defined(fields),
    }
  }
}

/** The fields that all events of a stream share. */
type StreamSettings = Omit<ImageGenPartialImageEvent, 'type' | 'b64_json' | 'partial_image_index'>
