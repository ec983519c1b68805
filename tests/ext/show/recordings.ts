import type { AnyEndpoint } from '../../../src/ext/show/any-endpoint.js'
import { endpointNamed } from '../../../src/ext/cli/stream-options.js'
import { lintChunks } from '../../../src/ext/show/lint-chunks.js'
import type { RecordedStream, StreamChunk } from '../../../src/ext/show/recorded-stream.js'

const CHAT = endpointNamed('chat.completions.create')
export const RESPONSES = endpointNamed('responses.create')

const encoder = new TextEncoder()

/** A record with a chunk of a chat completion. */
export function chunkRecord(delta: object, finish: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }]
  return dataRecord({ ...HEAD, choices })
}

/** A record with JSON. */
export function dataRecord(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`
}

const HEAD = {
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'gpt-5',
}
const counts = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }

export const ROLE = chunkRecord({ role: 'assistant', content: '' })
export const STOP = chunkRecord({}, 'stop')
const USAGE = dataRecord({ ...HEAD, choices: [], usage: counts })
export const DONE = 'data: [DONE]\n\n'
export const GREETING = [
  ROLE,
  chunkRecord({ content: 'Hello' }),
  chunkRecord({ content: ' there' }),
  STOP,
  USAGE,
  DONE,
].join('')

const call = (fields: object) => ({ tool_calls: [{ index: 0, ...fields }] })
export const TOOL_CALL = [
  ROLE,
  chunkRecord(call({ id: 'call_1', type: 'function', function: { name: 'look', arguments: '' } })),
  chunkRecord(call({ function: { arguments: '{"city":' } })),
  chunkRecord(call({ function: { arguments: '"Paris"}' } })),
  chunkRecord({}, 'tool_calls'),
  DONE,
].join('')

/** A recording of a text, read at once. */
export function recordingOf(
  text: string,
  { name = 'answer.sse', endpoint = CHAT }: { name?: string; endpoint?: AnyEndpoint } = {},
): RecordedStream {
  return recordingOfChunks([{ bytes: encoder.encode(text) }], { name, endpoint })
}

/** A recording of chunks. */
export function recordingOfChunks(
  chunks: readonly StreamChunk[],
  { name = 'answer.sse', endpoint = CHAT }: { name?: string; endpoint?: AnyEndpoint } = {},
): RecordedStream {
  return { name, endpoint, chunks, findings: lintChunks(endpoint, chunks) }
}
