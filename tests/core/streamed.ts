import { createFetch } from 'msw-openai/fetch'
import { sampleFor } from './answered.js'
import type { AnyFactory } from './route-tree.js'
import { streamsOf, type ASKS } from './streams.js'

/** Asks a route for the stream of an answer; of a sample unless given. */
export async function streamed(
  create: AnyFactory,
  answer: unknown = sampleFor(create.endpoint),
): Promise<Response> {
  const { name, path, requiredQuery } = create.endpoint
  const { search, ...init } = askingBy(streamsOf(name)?.asks, path)
  const query = new URLSearchParams({ ...search, ...(requiredQuery?.['beta'] && { beta: 'true' }) })
  const url = `https://api.openai.com/v1${path.replaceAll(/:\w+/g, 'id_7')}?${query}`
  return createFetch([create(answer)])(url, init)
}

/** Makes the part of a request that asks for a stream. */
function askingBy(
  way: keyof typeof ASKS | undefined,
  path: string,
): RequestInit & { search?: { stream: 'true' } } {
  // A run continues with the outputs of tools.
  const body = path.endsWith('submit_tool_outputs') && { tool_outputs: [] }
  const form = new FormData()
  form.append('stream', 'true')
  const requests = {
    json: json({ stream: true, ...body }),
    format: json({ stream_format: 'sse' }),
    form: { method: 'POST', body: form },
    query: { search: { stream: 'true' as const } },
  }
  return requests[way ?? 'json']
}

function json(body: object): RequestInit {
  const headers = { 'content-type': 'application/json' }
  return { method: 'POST', headers, body: JSON.stringify(body) }
}
