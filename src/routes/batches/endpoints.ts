import type { Batch, BatchCreateParams } from 'openai/resources/batches'
import { z } from 'zod'
import { oneOfTexts } from '../protocol/schema.js'
import { responseUsageOf } from '../protocol/answer-usage.js'
import {
  listEndpoint,
  resourceEndpoint,
  type LastingFamily,
} from '../resources/resource-endpoints.js'
import { completeBatch } from './complete.js'

const family: LastingFamily<Batch> = {
  name: 'batches',
  path: '/batches',
  param: 'batch_id',
  prefix: 'batch_',
  complete: completeBatch,
  usageOf: responseUsageOf,
}

/** The endpoints of which a batch can have requests. An endpoint that the SDK removes causes a compile error here. */
const ENDPOINTS = [
  '/v1/responses',
  '/v1/chat/completions',
  '/v1/embeddings',
  '/v1/completions',
  '/v1/moderations',
  '/v1/images/generations',
  '/v1/images/edits',
  '/v1/videos',
] satisfies ReadonlyArray<BatchCreateParams['endpoint']>

/** The endpoints of batches. */
export const batches = {
  /**
   * Creates a route that answers `POST /batches` with a batch whose status is `validating`.
   *
   * @example
   * server.use(batches.create({ id: 'batch_abc' }))
   */
  create: resourceEndpoint<Batch, BatchCreateParams>(family, {
    name: 'create',
    method: 'POST',
    path: '/batches',
    body: z.looseObject({
      input_file_id: z.string(),
      endpoint: oneOfTexts(ENDPOINTS),
      completion_window: oneOfTexts(['24h']),
    }),
    fields: { status: 'validating' },
  }),
  /**
   * Creates a route that answers `GET /batches/{batch_id}`. The batch is completed unless given.
   *
   * @example
   * server.use(batches.retrieve(inOrder({ status: 'in_progress' }, { output_file_id: 'file-abc' })))
   */
  retrieve: resourceEndpoint<Batch, undefined>(family, {
    name: 'retrieve',
    method: 'GET',
    path: '/batches/:batch_id',
  }),
  /**
   * Creates a route that answers `GET /batches` with the page of these batches for which the request asks.
   *
   * @example
   * server.use(batches.list([{ id: 'batch_2', status: 'failed' }, { id: 'batch_1' }]))
   */
  list: listEndpoint(family, { name: 'list', method: 'GET', path: '/batches' }),
  /**
   * Creates a route that answers `POST /batches/{batch_id}/cancel`.
   *
   * @example
   * server.use(batches.cancel())
   */
  cancel: resourceEndpoint<Batch, undefined>(family, {
    name: 'cancel',
    method: 'POST',
    path: '/batches/:batch_id/cancel',
    fields: { status: 'cancelling' },
  }),
}
