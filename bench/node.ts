/**
 * `serve()` and the SDK, against a server that does nothing but to send bytes that are encoded
 * already, and against aimock with the same text. Server and client share a process.
 */
import { LLMock } from '@copilotkit/aimock'
import { chat } from 'msw-openai'
import { serve } from 'msw-openai/node'
import { createClient, headersOfStream, readStreams, type Load } from './client.ts'
import { compare, type Side } from './compare.ts'
import { chunks, words } from './events.ts'
import { serveAtOnce } from './hand-written-server.ts'
import { Ready } from './ready.ts'

const MANY = { count: 20_000, streams: 1 }
const FEW = { count: 20, streams: 100 }
const ONE = { 'content-type': 'text/event-stream' }

await againstNothing('serve, nothing to do: a stream of 20,000 events', MANY, 0.75)
await againstNothing('serve, nothing to do: 100 requests, each for 20 events', FEW, 0.75)
await againstNothing('  against a server that sends one header of its own', FEW)
await againstAimock('serve, aimock: a stream of 20,000 events', MANY)
await againstAimock('serve, aimock: 100 requests, each for 20 events', FEW)

/** @param target Unless given, the server sends few headers, and nothing is asked of the figure. */
async function againstNothing(name: string, load: Load, target?: number): Promise<void> {
  const events = chunks(load.count)
  const route = chat.completions.create(new Ready(events))
  await using ours = await serve([route])
  const headers = await headersOfStream(createClient({ baseURL: ours.baseURL }))
  await using theirs = await serveAtOnce(events, target === undefined ? ONE : headers)
  await compare({
    name,
    ours: sideOf(ours.baseURL, load, () => route.forget()),
    theirs: sideOf(theirs.baseURL, load),
    ...(target !== undefined && { target }),
  })
}

/** Both are given the text. Its words have five characters, and aimock cuts it by length. */
async function againstAimock(name: string, load: Load): Promise<void> {
  const content = words(load.count - 2).join('')
  const route = chat.completions.create(content)
  await using ours = await serve([route])
  const aimock = new LLMock({ port: 0, chunkSize: 5 }).onMessage(/./, { content })
  const theirs = sideOf(`${await aimock.start()}/v1`, load, () => aimock.clearRequests())
  const forget = () => route.forget()
  await compare({ name, ours: sideOf(ours.baseURL, load, forget), theirs, target: 1 })
  await aimock.stop()
}

function sideOf(baseURL: string, { count, streams }: Load, prepare?: () => void): Side {
  const client = createClient({ baseURL })
  return { ...(prepare && { prepare }), run: () => readStreams(client, streams, count) }
}
