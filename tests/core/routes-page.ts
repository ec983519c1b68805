import { unnamed, enveloped, namedByType, type WireFormat } from 'msw-openai/streaming'
import type { Endpoint } from 'msw-openai/routes'
import { table } from '../conformance/table.js'
import { routeFactories } from './route-tree.js'
import { ASKS, streamsOf } from './streams.js'

type AnyEndpoint = Endpoint<unknown, unknown, unknown>

const INTRODUCTION = `# Every route

Each method of the SDK that is one request to the core of the API is a route of the same name: \`files.create(answer)\` answers \`client.files.create()\`. The tests
write this page from the tree of routes. [Routes and calls](routes.md) says what routes have in common, [Answers](answers.md) what a route can answer with.

- **Given in short** is what a route takes beside a part of its resource, a \`Response\`, \`apiError()\`, \`inOrder()\`, \`when()\`, \`deliver()\` and a function. _Nothing_ means that the answer can be omitted: \`files.delete()\`.
- **Events** is the type that the SDK has for the events of the stream, and so for those of a script. The SDK has none for a speech; this package exports \`SpeechStreamEvent\`.
- **Asks for a stream** is what a request has that gets one. Any other request gets a plain answer.
- **Records** and **ends with** describe the bytes: the name of each SSE record, and the last record.
`

const HEAD = ['route', 'request', 'given in short']

/** Writes the page about every route. */
export function routesPage(): string {
  const rows = routeFactories().map(([name, { endpoint }]) => rowOf(name, endpoint))
  const streaming = rows.filter(({ length }) => length > 3)
  const streams = table([...HEAD, 'events', 'asks for a stream', 'records', 'ends with'], streaming)
  const others = table(
    HEAD,
    rows.filter((row) => !streaming.includes(row)),
  )
  return `${INTRODUCTION}
## Routes that stream

${streams}

## Routes that answer at once

${others}
`
}

function rowOf(name: string, endpoint: AnyEndpoint): string[] {
  const { method, path, requiredQuery, wire } = endpoint
  const query = requiredQuery?.['beta'] ? '?beta=true' : ''
  const request = `\`${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}${query}\``
  const stream = wire ? [...eventsAndAsking(name), records(wire), end(wire)] : []
  return [`\`${name}\``, request, shortForm(endpoint), ...stream]
}

function eventsAndAsking(name: string): string[] {
  const streams = streamsOf(name)
  return streams ? [`\`${streams.events}\``, ASKS[streams.asks]] : ['', '']
}

function shortForm({ short = 'text', complete }: AnyEndpoint): string {
  if (!complete) return 'a text, bytes'
  return {
    text: 'a text',
    list: 'a list, or nothing',
    bytes: 'bytes, or nothing',
    none: 'nothing',
  }[short]
}

function records({ frame, lineEnding }: WireFormat<unknown>): string {
  const names = new Map<unknown, string>([
    [unnamed, 'unnamed'],
    [namedByType, 'named by `type`'],
    [enveloped, 'named by `event`'],
  ])
  const name = names.get(frame) ?? 'framed by the endpoint'
  return lineEnding === '\r\n' ? `${name}, CRLF` : name
}

function end({ terminator }: WireFormat<unknown>): string {
  if (!terminator) return 'its last event'
  const { event, data } = terminator
  return event === undefined ? `\`data: ${data}\`` : `\`event: ${event}\`, \`data: ${data}\``
}
