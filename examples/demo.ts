/**
 * Plays a chat completion, an Assistants run and a Responses stream through the real
 * client, and prints each event beside the bytes that it came in. `npm run demo` runs it.
 */
import { setupServer } from 'msw/node'
import { beta, chat, EventStream, pace, responses, type ResponseEvent } from 'msw-openai'
import { releaseCancel } from 'msw-openai/msw'
import OpenAI from 'openai'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { chunk } from './chunk.ts'
import * as hello from './response.ts'
import { delta, message, run } from './run.ts'

class Chat extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    yield chunk({ role: 'assistant', content: '' })
    for (const token of ['The ', 'wire ', 'is ', 'the ', 'product.'])
      yield chunk({ content: token })
    yield chunk({}, 'stop')
  }
}

class Run extends EventStream<AssistantStreamEvent> {
  *generate(): Generator<AssistantStreamEvent> {
    yield { event: 'thread.run.created', data: run('queued') }
    yield { event: 'thread.run.in_progress', data: run('in_progress') }
    yield { event: 'thread.message.created', data: message('in_progress') }
    yield {
      event: 'thread.message.delta',
      data: delta({ value: 'Roses are red', annotations: [] }),
    }
    yield { event: 'thread.message.completed', data: message('completed', 'Roses are red') }
    yield { event: 'thread.run.completed', data: run('completed') }
  }
}

class Response extends EventStream<ResponseEvent> {
  *generate(): Generator<ResponseEvent> {
    const words = { item_id: 'msg_1', output_index: 0, content_index: 0, logprobs: [] }
    const item = hello.message(hello.text('Hello!'))
    const [started, ended] = [hello.response('in_progress'), hello.response('completed', [item])]
    yield { type: 'response.created', sequence_number: 0, response: started }
    yield { type: 'response.output_text.delta', sequence_number: 1, ...words, delta: 'Hello!' }
    yield { type: 'response.completed', sequence_number: 2, response: ended }
  }
}

const through = [pace(60)]
const server = setupServer(
  chat.completions.create(new Chat(), { through }),
  beta.threads.runs.create(new Run(), { through }),
  responses.create(new Response(), { through }),
)
releaseCancel(server)
server.listen()

const raw: string[] = []
const client = new OpenAI({ apiKey: 'test', fetch: listen })
const messages = [{ role: 'user' as const, content: 'What is the product?' }]
const assistant = { assistant_id: 'asst_1', stream: true } as const

await show(
  'client.chat.completions.create({ stream: true })',
  await client.chat.completions.create({ model: 'gpt-5', messages, stream: true }),
  ({ choices }) => JSON.stringify(choices[0]?.delta),
)
await show(
  'client.beta.threads.runs.create({ stream: true })',
  await client.beta.threads.runs.create('thread_1', assistant),
  ({ event }) => event,
)
await show(
  'client.responses.create({ stream: true })',
  await client.responses.create({ model: 'gpt-5', input: 'Hello?', stream: true }),
  (event) => (event.type === 'response.output_text.delta' ? event.delta : event.type),
)
server.close()

/** Prints each event that the client gives, beside the record that it came in. */
async function show<Event>(
  title: string,
  stream: AsyncIterable<Event>,
  summary: (event: Event) => string,
): Promise<void> {
  console.log(`\n${title}\n`)
  for await (const event of stream) row(summary(event), raw.shift())
  for (const record of raw.splice(0)) row('', record)
}

function row(left: string, record = ''): void {
  for (const [index, line] of record.trimEnd().split('\n').entries()) {
    console.log(`  ${(index === 0 ? left : '').padEnd(40)}│ ${shorten(line)}`)
  }
}

function shorten(line: string): string {
  return line.length > 76 ? `${line.slice(0, 40)} … ${line.slice(-32)}` : line
}

/** The global `fetch`, which keeps every chunk that it reads. */
async function listen(...request: Parameters<typeof fetch>): ReturnType<typeof fetch> {
  const response = await fetch(...request)
  const decoder = new TextDecoder()
  const heard = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      if (bytes.length > 0) raw.push(decoder.decode(bytes, { stream: true }))
      controller.enqueue(bytes)
    },
  })
  return new globalThis.Response(response.body?.pipeThrough(heard), response)
}
