import type { CreateEmbeddingResponse, EmbeddingCreateParams } from 'openai/resources/embeddings'
import { z } from 'zod'
import { apiError, type ApiError } from '../api-error.js'
import type { Endpoint } from '../endpoint.js'
import { valueAt } from '../protocol/fields.js'
import { typed } from '../protocol/schema.js'
import { completionUsageOf } from '../protocol/answer-usage.js'
import { base64Floats } from './base64-floats.js'
import { completeEmbeddings, type Vectors } from './complete.js'

const create: Endpoint<never, EmbeddingCreateParams, CreateEmbeddingResponse, Vectors> = {
  name: 'embeddings.create',
  method: 'POST',
  path: '/embeddings',
  body: typed(
    z.looseObject({ input: z.union([z.string(), z.array(z.unknown())]), model: z.string() }),
  ),
  short: 'list',
  errors: { contextLengthExceeded },
  complete: completeEmbeddings,
  plain: (response, { body }) =>
    valueAt(body, 'encoding_format') === 'base64' ? encoded(response) : response,
  usageOf: completionUsageOf,
}

function contextLengthExceeded(): ApiError {
  return apiError(400, {
    message: "Invalid 'input': maximum context length is 8192 tokens.",
    code: null,
  })
}

/** Encodes the vectors of a response, for a request that asks for base64. */
function encoded(response: CreateEmbeddingResponse): object {
  const data = response.data.map((item) => ({ ...item, embedding: base64Floats(item.embedding) }))
  return { ...response, data }
}

/** The endpoints of embeddings. */
export const embeddings = {
  /**
   * Creates a route that answers `POST /embeddings` with these vectors, one for each input. Without
   * vectors, each text has its own, near to those of texts with the same words.
   *
   * @example
   * server.use(embeddings.create([[0.25, 0.5]]))
   */
  create,
}
