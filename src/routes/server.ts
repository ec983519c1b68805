import type { HeaderFields } from '../streaming/index.js'
import { checkHeaders, checkOptions } from '../streaming/internal.js'
import { errorBody, type ApiError } from './api-error.js'
import { invalidApiKey, keyIn } from './api-key.js'
import { isObject } from './answers/answer-kind.js'
import type { Dialect } from './dialect.js'
import type { CallRequest } from './endpoint.js'

/** Options of `createRoutes()` and `createRoute()`: the server whose routes these are. */
export interface CreateRouteOptions {
  /**
   * The `baseURL` of the client under test; that of the dialect unless given, and
   * `https://api.openai.com/v1` without a dialect. MSW's path syntax allows wildcards and `:params`.
   * OpenAI's own headers come from `api.openai.com` alone.
   */
  readonly baseURL?: string | undefined
  /**
   * The only API key that the server accepts; every key unless given. A request with another key,
   * or none, gets the server's 401. A function is called for each request; undefined accepts every
   * key.
   */
  readonly apiKey?: string | (() => string | undefined) | undefined
  /** The server that is not OpenAI's: one of `msw-openai/dialects`, or your own. */
  readonly dialect?: Dialect | undefined
  /** Headers of every answer. Null removes one of the server's headers. */
  readonly headers?: HeaderFields | undefined
  /** Refuses a request whose body is wrong or broken, with the server's 400; true unless given. */
  readonly checkRequests?: boolean | undefined
}

/** The server whose routes these are. */
export interface Server {
  /** The base URL, without a slash at its end. */
  readonly baseURL: string
  readonly checkRequests: boolean
  /** Changes an endpoint as the dialect of the server does. */
  readonly endpoint: NonNullable<Dialect['endpoint']>
  /** Lists the sets of headers that identify the server. */
  identify<Body>(
    request: CallRequest<Body>,
    ofOpenAI?: HeadersFor<Body>,
  ): ReadonlyArray<HeaderFields | undefined>
  /** The headers of every answer, which replace any others of the server. */
  readonly headers: HeaderFields | undefined
  /** Gives the error for a request without the right key; undefined for any other. */
  refuse(request: Pick<CallRequest, 'headers'>): ApiError | undefined
  /** Makes the body of an error. */
  errorBody(error: ApiError): unknown
}

/** Headers, or a function that makes the headers of one answer. */
type HeadersFor<Body> = HeaderFields | ((request: CallRequest<Body>) => HeaderFields) | undefined

/** The base URL of OpenAI. */
export const OPENAI_URL = 'https://api.openai.com/v1'
const OPTIONS = new Set(['baseURL', 'apiKey', 'dialect', 'headers', 'checkRequests'])
const DIALECT_FIELDS = new Set(['name', 'baseURL', 'headers', 'endpoint', 'error', 'refuse'])

/**
 * Makes a server of options.
 *
 * @throws {TypeError} When an option is unknown or wrong, as a base URL with a query.
 */
export function serverOf(options: CreateRouteOptions): Server {
  assertOptions(options)
  const { baseURL = usualURL(options), apiKey, dialect, headers, checkRequests = true } = options
  const { refuse = refuseKey } = dialect ?? {}
  const served = normalized(baseURL).replace(/\/+$/, '')
  // The host of a pattern is that of each request.
  const isAlwaysOpenAI = hasHost(served) ? isOpenAI(new URL(served)) : undefined

  return {
    baseURL: served,
    checkRequests,
    endpoint: (endpoint) => dialect?.endpoint?.(endpoint) ?? endpoint,
    identify: dialect
      ? (request) => [madeFor(request, dialect.headers)]
      : (request, ofOpenAI) =>
          (isAlwaysOpenAI ?? isOpenAI(request.url))
            ? [OPENAI_HEADERS, madeFor(request, ofOpenAI)]
            : [],
    headers,
    refuse: (request) => {
      const key = typeof apiKey === 'function' ? apiKey() : apiKey
      return key === undefined ? undefined : refuse(request.headers, key)
    },
    errorBody: (error) => (dialect?.error ?? errorBody)(error),
  }
}

/**
 * Gives the base URL of a server that has no other.
 *
 * @throws {TypeError} When the dialect has no usual base URL.
 */
function usualURL({ dialect }: CreateRouteOptions): string {
  if (!dialect) return OPENAI_URL
  if (dialect.baseURL !== undefined) return dialect.baseURL
  throw new TypeError(
    `Failed to create routes: the dialect "${dialect.name}" has no usual base URL. Give that of the client: { baseURL: 'https://…' }.`,
  )
}

/** Makes headers for a request, where they depend on it. */
function madeFor<Body>(
  request: CallRequest<Body>,
  headers: HeadersFor<Body>,
): HeaderFields | undefined {
  return typeof headers === 'function' ? headers(request) : headers
}

/** Refuses a key as OpenAI does. */
function refuseKey(headers: Headers, apiKey: string): ApiError | undefined {
  return keyIn(headers) === apiKey ? undefined : invalidApiKey()
}

/** The headers of OpenAI's rate limits, none of which is exceeded. Most endpoints send them. */
export const RATE_LIMITS = Object.freeze({
  'x-ratelimit-limit-requests': '10000',
  'x-ratelimit-limit-tokens': '2000000',
  'x-ratelimit-remaining-requests': '9999',
  'x-ratelimit-remaining-tokens': '1999990',
  'x-ratelimit-reset-requests': '6ms',
  'x-ratelimit-reset-tokens': '0s',
})

/** Removes the header that lets pages read the id of a request: Responses and Assistants do not send it. */
export const UNEXPOSED = Object.freeze({ 'access-control-expose-headers': null })

/** Recognizes a URL of `api.openai.com`, or of one of its regions. */
function isOpenAI({ hostname }: URL): boolean {
  return /(^|\.)api\.openai\.com$/.test(hostname)
}

/** The organization of every API key. */
export const ORGANIZATION = 'org-test'

/** The header of every answer of every server, which the SDK gives as `_request_id`. */
export function requestId(number: number): { readonly 'x-request-id': string } {
  return { 'x-request-id': `req_${number.toString(16).padStart(32, '0')}` }
}

/**
 * The headers of every answer of `api.openai.com`. Headers that depend on the connection, such as
 * cookies, are omitted.
 */
const OPENAI_HEADERS = Object.freeze({
  'openai-organization': ORGANIZATION,
  'openai-project': 'proj_test',
  'openai-processing-ms': '10',
  'openai-version': '2020-10-01',
  'access-control-expose-headers': 'X-Request-ID',
  'cf-cache-status': 'DYNAMIC',
  server: 'cloudflare',
  'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
  'x-content-type-options': 'nosniff',
})

/** Matches a host with a wildcard or a parameter. */
const IS_PATTERN = /\*|:[a-z_]/i
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': ':80', 'https:': ':443' }

/**
 * Writes a base URL as requests have it: without a user and a default port, and with an international
 * host name in ASCII. It stays a pattern, which `URL` would not leave as it is.
 */
function normalized(baseURL: string): string {
  const [origin = '', protocol = '', host = ''] = /^(https?:)\/\/([^/]*)/i.exec(baseURL) ?? []
  if (origin === '') return baseURL

  // A host without wildcards and parameters is written as `URL` writes it.
  if (!IS_PATTERN.test(host)) return `${new URL(origin).origin}${baseURL.slice(origin.length)}`

  const scheme = protocol.toLowerCase()
  const port = DEFAULT_PORTS[scheme] ?? ''
  const named = host.replace(/^.*@/, '')
  const short = named.endsWith(port) ? named.slice(0, -port.length) : named
  return `${scheme}//${short.replaceAll(/[^.:*[\]]+/g, inASCII)}${baseURL.slice(origin.length)}`
}

/** Recognizes a base URL with one host, and no pattern of hosts. */
function hasHost(baseURL: string): boolean {
  const [, host = ''] = /^https?:\/\/([^/]*)/.exec(baseURL) ?? []
  return host !== '' && !IS_PATTERN.test(host) && URL.canParse(baseURL)
}

/** Recognizes a base URL with a host to which a request can go, or with a pattern of hosts. */
function isHost(baseURL: string): boolean {
  const [origin, host = ''] = /^https?:\/\/([^/]*)/i.exec(baseURL) ?? []
  return origin !== undefined && (IS_PATTERN.test(host) || URL.canParse(origin))
}

/** Writes one label of a host name in ASCII. */
function inASCII(label: string): string {
  return /^[ -~]*$/.test(label) ? label : new URL(`http://${label}`).hostname
}

function assertOptions(options: CreateRouteOptions): void {
  const failure = 'Failed to create routes'
  if (!isObject(options)) throw new TypeError(`${failure}: expected { baseURL: 'https://…' }.`)
  checkOptions(failure, options, OPTIONS)
  const { dialect, apiKey, headers } = options
  checkDialect(dialect)
  if (typeof dialect?.headers !== 'function') checkHeaders(dialect?.headers, failure)
  const { baseURL = usualURL(options) } = options
  checkHeaders(headers, failure)
  if (typeof baseURL !== 'string' || /[?#]/.test(baseURL)) {
    throw new TypeError(`${failure}: expected { baseURL: 'https://…' }, without a query.`)
  }
  if (/^https?:/i.test(baseURL) && !isHost(baseURL)) {
    throw new TypeError(
      `${failure}: no request can go to the host of { baseURL: ${JSON.stringify(baseURL)} }.`,
    )
  }
  const isKey = apiKey === undefined || typeof apiKey === 'function' || isFilled(apiKey)
  if (!isKey) {
    throw new TypeError(`${failure}: expected { apiKey: 'sk-…' }, a text that is not empty.`)
  }
}

/** Recognizes a text that is not empty. */
function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

/**
 * Checks a dialect that plain JavaScript may have given, or that is a name.
 *
 * @throws {TypeError} When the value is no dialect, or a field is unknown.
 */
function checkDialect(dialect: Dialect | undefined): void {
  if (dialect === undefined) return
  if (isObject(dialect) && typeof dialect.name === 'string') {
    return checkOptions('Failed to create routes', dialect, DIALECT_FIELDS, 'field of the dialect')
  }
  throw new TypeError(
    "Failed to create routes: expected { dialect } with a name, such as azure of 'msw-openai/dialects'.",
  )
}
