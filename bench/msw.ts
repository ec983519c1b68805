/**
 * Through MSW and the SDK, against a handler written by hand that lets the client read
 * every event on its own, as a route does.
 */
import { http, HttpResponse, type RequestHandler } from 'msw'
import { setupServer } from 'msw/node'
import { bom, chat, comment, crlf, insert, keepAlive, swap } from 'msw-openai'
import { createClient, headersOfStream, readStreams, type Load } from './client.ts'
import { compare, type Side } from './compare.ts'
import { chunks } from './events.ts'
import { handWrittenStream } from './hand-written.ts'
import { Ready } from './ready.ts'

const server = setupServer()
server.listen()
const client = createClient()

const MANY = { count: 20_000, streams: 1 }
const FEW = { count: 20, streams: 100 }

const two = { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' }
server.use(chat.completions.create('Hello'))
const all = await headersOfStream(client)

await delivery('MSW: a stream of 20,000 events', MANY, two, 0.95)
await delivery('MSW: 100 requests, each for 20 events', FEW, all, 0.9)
await delivery('  against a handler that sends two headers', FEW, two)
await stages('MSW: five stages against none, a stream of 20,000 events', MANY)
server.close()

/** @param headers The headers that the other side sends. */
async function delivery(
  name: string,
  { count, streams }: Load,
  headers: Record<string, string>,
  target?: number,
): Promise<void> {
  const events = chunks(count)
  await compare({
    name,
    ours: sideOf(() => chat.completions.create(new Ready(events)), { count, streams }),
    theirs: sideOf(() => pulled(events, headers), { count, streams }),
    ...(target !== undefined && { target }),
  })
}

async function stages(name: string, load: Load): Promise<void> {
  const script = new Ready(chunks(load.count))
  const through = [insert(1, comment('one')), swap(2), crlf(), bom(), keepAlive(60_000)]
  await compare({
    name,
    ours: sideOf(() => chat.completions.create(script, { through }), load),
    theirs: sideOf(() => chat.completions.create(script), load),
    target: 0.5,
  })
}

/** One side, with a handler of its own for each round, as each test has. */
function sideOf(create: () => RequestHandler, { count, streams }: Load): Side {
  return {
    prepare: () => server.resetHandlers(create()),
    run: () => readStreams(client, streams, count),
  }
}

/** A handler that is asked for each event, and lets everything else run before it. */
function pulled(events: readonly unknown[], headers: Record<string, string>): RequestHandler {
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
