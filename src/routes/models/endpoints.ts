import type { Model } from 'openai/resources/models'
import { apiError, type EndpointErrors } from '../api-error.js'
import { modelNotFound } from '../common-errors.js'
import type { Endpoint } from '../endpoint.js'
import { fill, type Partially } from '../protocol/defaults.js'
import { CREATED_AT } from '../resources/created-at.js'
import { assertPage, isItems } from '../resources/list-page.js'
import { familyEndpoints, type Family } from '../resources/resource-endpoints.js'

/** All models. The list has no pages. */
export interface ModelList {
  /** The type of the object. */
  readonly object: 'list'
  /** The models. */
  readonly data: readonly Model[]
}

const family: Family<Model> = {
  name: 'models',
  path: '/models',
  param: 'model',
  prefix: 'model-',
  deleted: 'model',
  defaults: modelOf,
}

function modelOf(id: string): Model {
  return { id, object: 'model', created: CREATED_AT, owned_by: 'openai' }
}

const list: Endpoint<never, undefined, ModelList, ReadonlyArray<Partially<Model>>> = {
  name: 'models.list',
  method: 'GET',
  path: '/models',
  short: 'list',
  complete(given) {
    assertPage(given)
    const { data = [], ...rest }: Partially<ModelList> = isItems(given) ? { data: given } : given
    const all = data.map((model, index) => fill(modelOf(`model-${index + 1}`), model))
    return fill({ object: 'list', data: all }, rest)
  },
}

/** The errors in which a model is the parameter of the path. */
const errors: EndpointErrors = {
  modelNotFound: (model) => apiError(404, { ...modelNotFound(model).given, param: 'model' }),
}

const { retrieve, delete: remove } = familyEndpoints(family)

/** The endpoints of models. */
export const models = {
  /**
   * Creates a route that answers `GET /models/{model}`.
   *
   * @example
   * server.use(models.retrieve({ owned_by: 'my-team' }))
   */
  retrieve: { ...retrieve, errors },
  /**
   * Creates a route that answers `GET /models` with all of these models.
   *
   * @example
   * server.use(models.list([{ id: 'gpt-5' }, { id: 'gpt-5-mini' }]))
   */
  list,
  /**
   * Creates a route that answers `DELETE /models/{model}`.
   *
   * @example
   * server.use(models.delete())
   */
  delete: { ...remove, errors },
}
