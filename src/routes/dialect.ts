import type { z } from 'zod'
import type { HeaderFields, WireFormat } from '../streaming/index.js'
import type { ApiError } from './api-error.js'
import type { CallRequest, Endpoint } from './endpoint.js'

/** The part of an endpoint that is the same for every type of events and resources. */
export interface AnyEndpoint extends Pick<
  Endpoint,
  'name' | 'method' | 'path' | 'headers' | 'withoutRules'
> {
  /** The schema of the body of a request. */
  readonly body?: z.ZodType
  /** The wire format of a stream. */
  readonly wire?: Omit<WireFormat<never>, 'event'> & { readonly event: z.ZodType }
}

/**
 * The differences between another server and OpenAI. Everything that is not given is as OpenAI has
 * it. `msw-openai/dialects` has the dialects of several servers.
 *
 * @example
 * const gateway: Dialect = {
 *   name: 'gateway',
 *   baseURL: 'https://gateway.example.com/v1',
 *   headers: { 'x-gateway': 'test' },
 *   error: ({ status, error }) => ({ status, reason: error.message }),
 * }
 * const { chat } = createRoutes({ dialect: gateway })
 */
export interface Dialect {
  /** The name of the server, for messages. */
  readonly name: string
  /** The usual base URL. Without it, `createRoutes()` needs a `baseURL`. */
  readonly baseURL?: string
  /** Headers of every answer, or a function that makes the headers of one answer. */
  readonly headers?: HeaderFields | ((request: CallRequest) => HeaderFields)
  /**
   * Changes an endpoint, which may be any: of the API, or of your own. `changeByName()` changes some
   * endpoints of the API, with their types.
   */
  endpoint?<Declared extends AnyEndpoint>(endpoint: Declared): Declared
  /**
   * Makes the body of an error, which is sent as JSON. `error.given` has the fields that the author
   * gave, `error.error` also OpenAI's default for each other field.
   */
  error?(error: ApiError): unknown
  /**
   * Gives the error for a request without the right key; undefined for any other. Reads a Bearer
   * token, and has OpenAI's words, unless given. `createRoutes({ apiKey })` names the key.
   */
  refuse?(headers: Headers, apiKey: string): ApiError | undefined
}
