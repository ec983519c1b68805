/**
 * `serve()` and the SDK, against a server that does nothing but to send bytes that are encoded
 * already, and against aimock with the same text. Server and client share a process.
 */
import { LLMock } from '@copilotkit/aimock'
import { chat } from 'msw-openai'
import { serve } from 'msw-openai/node'
import { createClient, readStreams } from './client.ts'
import { compare, type Side } from './compare.ts'
import { chunks, words } from './events.ts'
import { serveAtOnce } from './hand-written-server.ts'
import { Ready } from './ready.ts'

const MANY = { count: 20_000, streams: 1 }
const FEW = { count: 20, streams: 100 }

/** Streams to ask for, one after the other. */
interface Load {
  /** The chunks of each. */
  readonly count: number
  readonly streams: number
}

await againstNothing('serve, nothing to do: a stream of 20,000 events', MANY)
await againstNothing('serve, nothing to do: 100 requests, each for 20 events', FEW)
await againstAimock('serve, aimock: a stream of 20,000 events', MANY)
await againstAimock('serve, aimock: 100 requests, each for 20 events', FEW)

async function againstNothing(name: string, load: Load): Promise<void> {
  const events = chunks(load.count)
  const route = chat.completions.create(new Ready(events))
  await using ours = await serve([route])
  await using theirs = await serveAtOnce(events)
  await compare({
    name,
    ours: sideOf(ours.baseURL, load, () => route.forget()),
    theirs: sideOf(theirs.baseURL, load),
    target: 0.75,
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
