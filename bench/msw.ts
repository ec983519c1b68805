/**
 * Through MSW and the SDK, against a handler written by hand that lets the client read
 * every event on its own, as a route does.
 */
import { http, HttpResponse, type RequestHandler } from 'msw'
import { setupServer } from 'msw/node'
import { bom, chat, comment, crlf, insert, keepAlive, swap } from 'msw-openai'
import { createClient, readStreams } from './client.ts'
import { compare, type Side } from './compare.ts'
import { chunks } from './events.ts'
import { handWrittenStream } from './hand-written.ts'
import { Ready } from './ready.ts'

const server = setupServer()
server.listen()
const client = createClient()

await delivery('MSW: a stream of 20,000 events', 20_000, 1, 0.95)
await delivery('MSW: 100 requests, each for 20 events', 20, 100, 0.9)
await stages('MSW: five stages against none, a stream of 20,000 events', 20_000)
server.close()

async function delivery(
  name: string,
  count: number,
  streams: number,
  target: number,
): Promise<void> {
  const events = chunks(count)
  await compare({
    name,
    ours: sideOf(() => chat.completions.create(new Ready(events)), count, streams),
    theirs: sideOf(() => pulled(events), count, streams),
    target,
  })
}

async function stages(name: string, count: number): Promise<void> {
  const script = new Ready(chunks(count))
  const through = [insert(1, comment('one')), swap(2), crlf(), bom(), keepAlive(60_000)]
  await compare({
    name,
    ours: sideOf(() => chat.completions.create(script, { through }), count, 1),
    theirs: sideOf(() => chat.completions.create(script), count, 1),
    target: 0.5,
  })
}

/** One side, with a handler of its own for each round, as each test has. */
function sideOf(create: () => RequestHandler, count: number, streams: number): Side {
  return {
    prepare: () => server.resetHandlers(create()),
    run: () => readStreams(client, streams, count),
  }
}

/** A handler that is asked for each event, and lets everything else run before it. */
function pulled(events: readonly unknown[]): RequestHandler {
  const headers = { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' }
  return http.post('https://api.openai.com/v1/chat/completions', () => {
    const frames = handWrittenStream(events)
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      await new Promise((resolve) => setImmediate(resolve))
      const { done, value } = frames.next()
      if (done) controller.close()
      else controller.enqueue(value)
    }
    return new HttpResponse(new ReadableStream({ pull }), { headers })
  })
}
