import type { ImageGenerateParams, ImagesResponse } from 'openai/resources/images'
import { namedByType } from '../../streaming/index.js'
import { apiError, type ApiError } from '../api-error.js'
import type { Endpoint, StreamingEndpoint } from '../endpoint.js'
import { textAt } from '../protocol/fields.js'
import type { RequestReader } from '../protocol/readers.js'
import { typed } from '../protocol/schema.js'
import { responseUsageOf } from '../protocol/answer-usage.js'
import { completeImages, completeVariations, type ImageList } from './complete.js'
import { foldImages } from './fold.js'
import {
  editBody,
  generationBody,
  variationBody,
  type ImageEditBody,
  type ImageVariationBody,
} from './image-bodies.js'
import {
  editEvent,
  generationEvent,
  type ImageEditEvent,
  type ImageGenerationEvent,
} from './image-event-schema.js'
import { editReader, generationReader, isWholeImage } from './image-reader.js'
import { imageRules } from './rules.js'
import { unfoldEditedImages, unfoldImages } from './unfold.js'

/** Reads the prompt of a request as a message of the user. The body may be of any shape. */
const request: RequestReader = {
  conversation: (body) => [{ role: 'user', text: textAt(body, 'prompt') }],
}

/** The rules of what OpenAI documents for no stream of images: the line endings, and the name of an error. */
const UNDOCUMENTED = ['sse/line-ending', 'stream/error-name'] as const

/** The endpoint `POST /images/generations`. */
export const generateImages: StreamingEndpoint<
  ImageGenerationEvent,
  ImageGenerateParams,
  ImagesResponse,
  ImageList
> = {
  name: 'images.generate',
  method: 'POST',
  path: '/images/generations',
  body: typed(generationBody),
  // As OpenAI documents it: there is no recording.
  wire: { event: typed(generationEvent), frame: namedByType, isFinal: isWholeImage },
  short: 'list',
  fold: foldImages,
  unfold: unfoldImages,
  complete: completeImages,
  usageOf: responseUsageOf,
  errors: { contentFiltered },
  request,
  events: generationReader,
  rules: imageRules,
  withoutRules: UNDOCUMENTED,
}

/** The endpoint `POST /images/edits`. */
export const editImages: StreamingEndpoint<
  ImageEditEvent,
  ImageEditBody,
  ImagesResponse,
  ImageList
> = {
  name: 'images.edit',
  method: 'POST',
  path: '/images/edits',
  body: typed(editBody),
  wire: { event: typed(editEvent), frame: namedByType, isFinal: isWholeImage },
  short: 'list',
  fold: foldImages,
  unfold: unfoldEditedImages,
  complete: completeImages,
  usageOf: responseUsageOf,
  errors: { contentFiltered },
  request,
  events: editReader,
  rules: imageRules,
  withoutRules: UNDOCUMENTED,
}

/** The endpoint `POST /images/variations`, which never streams. */
export const createImageVariation: Endpoint<never, ImageVariationBody, ImagesResponse, ImageList> =
  {
    name: 'images.createVariation',
    method: 'POST',
    path: '/images/variations',
    body: typed(variationBody),
    short: 'list',
    complete: completeVariations,
    usageOf: responseUsageOf,
    errors: { contentFiltered },
  }

/** Makes the error for a prompt, or for images, that the safety system rejects. */
function contentFiltered(_model: string, requestId: string): ApiError {
  const message =
    'Your request was rejected by the safety system. If you believe this is an error, ' +
    `contact us at help.openai.com and include the request ID ${requestId}.`
  return apiError(400, { message, type: 'image_generation_user_error', code: 'moderation_blocked' })
}
