import type { WireFormat } from '../streaming/index.js'
import { checkOptions } from '../streaming/internal.js'
import type { Endpoint } from './endpoint.js'
import { print } from './protocol/print.js'
import type { ListEndpoint } from './resources/resource-endpoints.js'

/** The fields of an endpoint. Those of lists have one more. */
const FIELDS = new Set<keyof Endpoint | keyof ListEndpoint<object>>([
  'name',
  'method',
  'path',
  'requiredQuery',
  'query',
  'matches',
  'body',
  'errors',
  'headers',
  'openAIHeaders',
  'wire',
  'streams',
  'resume',
  'fold',
  'unfold',
  'short',
  'complete',
  'fromReply',
  'plain',
  'headersOf',
  'usageOf',
  'request',
  'events',
  'rules',
  'withoutRules',
  'paging',
])

const WIRE_FIELDS = new Set<keyof WireFormat<unknown>>([
  'event',
  'frame',
  'read',
  'terminator',
  'isFinal',
  'remembers',
  'error',
  'lineEnding',
  'headers',
])

const METHODS: readonly unknown[] = ['GET', 'POST', 'DELETE']

/**
 * Checks the names of the fields of an endpoint, and its method, which plain JavaScript may have
 * misspelt.
 *
 * @throws {TypeError} When a field is unknown, or the method is none of the API.
 */
export function checkEndpoint<Event, Body, Resource, Short>(
  endpoint: Endpoint<Event, Body, Resource, Short>,
): void {
  const { name, method, wire = {} } = endpoint
  const failure = `Failed to create routes of "${name}"`
  checkOptions(failure, endpoint, FIELDS, 'field of the endpoint')
  checkOptions(failure, wire, WIRE_FIELDS, 'field of the wire format')
  if (METHODS.includes(method)) return
  throw new TypeError(
    `${failure}: expected { method: 'GET' }, 'POST' or 'DELETE', received ${print(method)}.`,
  )
}
