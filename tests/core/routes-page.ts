import { unnamed, enveloped, namedByType, type WireFormat } from 'msw-openai/streaming'
import type { Endpoint } from 'msw-openai/routes'
import { table } from '../conformance/table.js'
import { routeFactories } from './route-tree.js'

type AnyEndpoint = Endpoint<unknown, unknown, unknown>

const INTRODUCTION = `# Every route

Each method of the SDK that is one request to the core of the API is a route of the same name: \`files.create(answer)\` answers \`client.files.create()\`. The tests
write this page from the tree of routes. [Routes and calls](routes.md) says what routes have in common, [Answers](answers.md) what a route can answer with.

- **Given in short** is what a route takes beside a part of its resource, a \`Response\`, \`apiError()\`, \`inOrder()\`, \`when()\`, \`deliver()\` and a function. _Nothing_ means that the answer can be omitted: \`files.delete()\`.
- **Records** and **ends with** describe the stream, where the endpoint has one.
`

/** Writes the page about every route. */
export function routesPage(): string {
  const rows = routeFactories().map(([name, { endpoint }]) => rowOf(name, endpoint))
  const streaming = rows.filter(({ length }) => length > 3)
  const streams = table(['route', 'request', 'given in short', 'records', 'ends with'], streaming)
  const others = table(
    ['route', 'request', 'given in short'],
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
  const { method, path, wire } = endpoint
  const request = `\`${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}\``
  return [`\`${name}\``, request, shortForm(endpoint), ...(wire ? [records(wire), end(wire)] : [])]
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
    [enveloped, 'named'],
  ])
  const name = names.get(frame) ?? 'framed by the endpoint'
  return lineEnding === '\r\n' ? `${name}, CRLF` : name
}

function end({ terminator }: WireFormat<unknown>): string {
  if (!terminator) return 'its last event'
  const { event, data } = terminator
  return event === undefined ? `\`data: ${data}\`` : `\`event: ${event}\`, \`data: ${data}\``
}
