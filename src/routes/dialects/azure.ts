import { z } from 'zod'
import { apiError, errorBody, type ApiErrorFields } from '../api-error.js'
import { keyIn } from '../api-key.js'
import type { AnyEndpoint, Dialect } from '../dialect.js'
import { filteredAfterwards, filteredPieceByPiece, withContentFilters } from './azure-filters.js'
import { changeByName, type EndpointChanges } from './change-by-name.js'

/**
 * Azure OpenAI: the results of the content filter, keys in alphabetical order, the key in `api-key`
 * or as a Bearer token, and the errors and headers of Azure. The base URL is that of a deployment,
 * `https://my.openai.azure.com/openai/deployments/:deployment`, or that of the v1 API, `…/openai/v1`.
 *
 * @example
 * const baseURL = 'https://my.openai.azure.com/openai/deployments/:deployment'
 * const { chat } = createRoutes({ baseURL, dialect: azure })
 */
export const azure: Dialect = {
  name: 'azure',
  headers: ({ number }) => {
    const id = `00000000-0000-0000-0000-${number.toString(16).padStart(12, '0')}`
    return {
      'apim-request-id': id,
      'azureml-model-session': 'd0',
      'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-ms-client-request-id': id,
      'x-ms-rai-invoked': 'true',
      'x-ms-region': 'East US',
      'x-ratelimit-remaining-requests': '9999',
      'x-ratelimit-remaining-tokens': '1999990',
      'x-request-id': id,
    }
  },
  endpoint: endpointWith({ 'chat.completions.create': filteredPieceByPiece }),
  error({ status, given, ...error }) {
    const ofGateway = GATEWAY_ERRORS[status]
    return ofGateway
      ? { error: { ...ofGateway, ...given } }
      : errorBody({ status, given, ...error })
  },
  refuse(headers, apiKey) {
    const keys = [headers.get('api-key'), keyIn(headers)]
    return keys.includes(apiKey) ? undefined : apiError(401)
  },
}

/**
 * Azure OpenAI with the asynchronous content filter: texts are not held back, and the results follow
 * in choices without a `delta`.
 *
 * @example
 * const { chat } = createRoutes({ baseURL, dialect: azureAsyncFilter })
 */
export const azureAsyncFilter: Dialect = {
  ...azure,
  endpoint: endpointWith({ 'chat.completions.create': filteredAfterwards }),
}

/** The errors that come of Azure's gateway, and not of a model. */
const GATEWAY_ERRORS: Readonly<Record<number, ApiErrorFields>> = {
  401: {
    code: '401',
    message:
      'Access denied due to invalid subscription key or wrong API endpoint. ' +
      'Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
  },
  404: {
    code: 'DeploymentNotFound',
    message:
      'The API deployment for this resource does not exist. ' +
      'If you created the deployment within the last 5 minutes, please wait a moment and try again.',
  },
  429: {
    code: '429',
    message:
      'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 ' +
      'have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 1 second. ' +
      'Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit.',
  },
}

/** The paths that have a deployment in front of them. Their requests need no model. */
const OF_DEPLOYMENTS = [
  '/completions',
  '/chat/completions',
  '/embeddings',
  '/audio/transcriptions',
  '/audio/translations',
  '/audio/speech',
  '/images/generations',
  '/images/edits',
]

function endpointWith(changes: EndpointChanges): NonNullable<Dialect['endpoint']> {
  const change = changeByName({ 'responses.create': withContentFilters, ...changes })
  return (endpoint) => withoutModel(change(endpoint))
}

/** Lets requests omit the model, which the name of the deployment stands for. */
function withoutModel<Declared extends AnyEndpoint>(endpoint: Declared): Declared {
  const { path, body } = endpoint
  if (!OF_DEPLOYMENTS.includes(path) || !(body instanceof z.ZodObject)) return endpoint

  const { model } = body.shape
  // The schema stays an object, so that the errors of all other fields stay as they are.
  return model ? { ...endpoint, body: body.safeExtend({ model: z.optional(model) }) } : endpoint
}
