import type { ImagesResponse } from 'openai/resources/images'
import { textAt } from '../protocol/fields.js'

/** The settings of an image, as the API repeats them in its answer. */
export interface ImageSettings {
  /** The background, such as `transparent`; `opaque` unless another is asked for. */
  readonly background: NonNullable<ImagesResponse['background']>
  /** The format of the file; `png` unless another is asked for. */
  readonly output_format: NonNullable<ImagesResponse['output_format']>
  /** The quality; `high` unless another is asked for. */
  readonly quality: NonNullable<ImagesResponse['quality']>
  /** The width and the height in pixels, as `1024x1024`, which is the size unless another is asked for. */
  readonly size: string
}

/** The settings that a request asks for. Each may be `auto`, or omitted. */
export type AskedSettings = {
  readonly [Name in keyof ImageSettings]?: string | null | undefined
}

/** The fields of a request on which its images depend. In a form, each of them is a text. */
export interface ImageBody extends AskedSettings {
  /** The prompt, which the answer of `dall-e-3` repeats. */
  readonly prompt?: string | undefined
  /** The name of the model. */
  readonly model?: string | null | undefined
  /** The number of images; one unless given. */
  readonly n?: number | string | null | undefined
  /** The number of partial images of a stream; none unless given. */
  readonly partial_images?: number | string | null | undefined
  /** The form of the images of a DALL·E model; `url` unless given. */
  readonly response_format?: string | null | undefined
}

/** The default settings of an image. */
const DEFAULTS: ImageSettings = {
  background: 'opaque',
  output_format: 'png',
  quality: 'high',
  size: '1024x1024',
}

/** Decides on the settings that a request leaves open. The request may be of any shape. */
export function settingsOf(asked: AskedSettings): ImageSettings {
  const decide = <Name extends keyof ImageSettings>(name: Name): ImageSettings[Name] => {
    const value = textAt(asked, name)
    // The API refuses other texts than those of the type.
    return value && value !== 'auto' ? (value as ImageSettings[Name]) : DEFAULTS[name]
  }
  return {
    background: decide('background'),
    output_format: decide('output_format'),
    quality: decide('quality'),
    size: decide('size'),
  }
}

/** Reads a count of a request: a number, or the text of a form. */
export function countOf(count: unknown, usual: number): number {
  const asked = Number(count ?? usual)
  return Number.isInteger(asked) && asked >= 0 ? asked : usual
}

/** Recognizes the models whose answers have no settings and no usage, and whose images have URLs. */
export function isDallE(model: unknown): boolean {
  return typeof model === 'string' && model.startsWith('dall-e')
}
