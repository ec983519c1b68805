import { z } from 'zod'
import { file, mismatch, stream } from '../protocol/schema.js'
import { withRules } from '../request/request-schema.js'
import { onlyKnownParameters } from './image-rules.js'
import type { ImageBody } from './image-settings.js'

/** A reference to an image, in a body of JSON. */
export interface ImageReference {
  /** The URL of the image, also with the bytes in base64: `data:image/png;base64,…`. */
  readonly image_url?: string
  /** The id of an uploaded file. */
  readonly file_id?: string
}

/** The body of a request for an edit: the fields of a form, or JSON with references to images. */
export interface ImageEditBody extends ImageBody {
  /** The description of the edited image. */
  readonly prompt: string
  /** The image or the images of a form. */
  readonly image?: File | File[]
  /** The images of a body of JSON. */
  readonly images?: ImageReference[]
  /** The image whose transparent parts are edited; the whole image is edited unless given. */
  readonly mask?: File | ImageReference
  /** True for a stream; in a form, a text. */
  readonly stream?: boolean | string | null
}

/** The body of a request for variations: the fields of a form. */
export interface ImageVariationBody extends ImageBody {
  /** The image to vary. */
  readonly image: File
}

const size = z
  .string()
  .regex(/^(auto|[1-9]\d{0,3}x[1-9]\d{0,3})$/)
  .nullish()

const settings = {
  model: z.string().nullish(),
  size,
  quality: z.string().nullish(),
  background: z.string().nullish(),
  output_format: z.string().nullish(),
  response_format: z.string().nullish(),
}

/** Makes the schema of a count in JSON. */
function countFrom(least: number, most: number) {
  return z.int().min(least).max(most)
}

/** Makes the schema of a count in a form, or in JSON. */
function formCountFrom(least: number, most: number) {
  const counts = Array.from({ length: most - least + 1 }, (_, index) => String(least + index))
  return z.union([countFrom(least, most), z.enum(counts)])
}

/** The schema of a request for images. */
export const generationBody = withRules(
  z.looseObject({
    prompt: z.string(),
    ...settings,
    n: countFrom(1, 10).nullish(),
    partial_images: countFrom(0, 3).nullish(),
    stream,
  }),
  [onlyKnownParameters],
)

const reference = z
  .looseObject({ image_url: z.string().optional(), file_id: z.string().optional() })
  .refine((given) => given.image_url !== undefined || given.file_id !== undefined, {
    error: mismatch('object with image_url or file_id'),
  })

/** The schema of a request for an edit. */
export const editBody = withRules(
  z
    .looseObject({
      prompt: z.string(),
      image: z.union([z.array(file).min(1), file]).optional(),
      images: z.array(reference).min(1).optional(),
      mask: z.union([file, reference]).optional(),
      ...settings,
      n: formCountFrom(1, 10).nullish(),
      partial_images: formCountFrom(0, 3).nullish(),
      stream: z.union([z.boolean(), z.enum(['true', 'false'])]).nullish(),
    })
    .refine((body) => body.image !== undefined || body.images !== undefined, { path: ['image'] }),
  [onlyKnownParameters],
)

/** The schema of a request for variations. */
export const variationBody = z.looseObject({
  image: file,
  ...settings,
  n: formCountFrom(1, 10).nullish(),
})
