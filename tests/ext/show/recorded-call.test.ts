import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import {
  bom,
  chat,
  chatCompletionWriter,
  coalesce,
  comment,
  cutAfter,
  cutAfterBytes,
  EventStream,
  keepAlive,
  malform,
  pace,
  pause,
  raw,
  split,
  stall,
  stallAfter,
  StreamError,
  unchecked,
  type Cue,
  type Stage,
} from 'msw-openai'
import { createFetch } from 'msw-openai/fetch'
import { recordedCall } from '../../../src/ext/show/recorded-call.js'
import { readStream } from '../../../src/ext/show/read-stream.js'
import type { ShownStream } from '../../../src/ext/show/shown-stream.js'
import { isEndpoint } from '../../../src/routes/endpoints-of.js'
import { watchCalls, type WatchedCall } from '../../../src/routes/watch-calls.js'
import { CHAT } from '../../routes/support.js'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

type Items = Iterable<ChatCompletionChunk | Cue>

class Script extends EventStream<ChatCompletionChunk> {
  constructor(readonly items: () => Items) {
    super()
  }

  *generate(): Generator<ChatCompletionChunk | Cue> {
    yield* this.items()
  }
}

function* greeting(...between: Cue[]): Generator<ChatCompletionChunk | Cue> {
  const w = chatCompletionWriter({ model: 'gpt-5' })
  yield* w.text('Hello 👋')
  yield* between
  yield* w.finish()
}

function* failing(error: Error): Generator<ChatCompletionChunk | Cue> {
  yield* greeting(pause(5))
  throw error
}

interface Played {
  readonly items?: () => Items
  readonly through?: readonly Stage[]
  readonly record?: 'none' | number
  /** Leaves after so many milliseconds; a client that reads to the end unless given. */
  readonly leaveAfter?: number
}

/** Play a script for one client, and give what a page shows of the call. */
async function play({ items = greeting, leaveAfter, ...options }: Played): Promise<ShownStream> {
  let watched: WatchedCall | undefined
  onTestFinished(watchCalls((call) => void (watched = call)))
  const controller = new AbortController()
  const route = chat.completions.create(new Script(items), options)
  const reading = createFetch([route])('https://api.openai.com/v1/chat/completions', {
    method: 'POST',
    body: JSON.stringify(CHAT),
    signal: controller.signal,
  })
    .then((response) => response.text())
    // A connection that is cut fails here.
    .catch(() => '')
  // The client reads everything that comes without a wait.
  for (let count = 0; count < 20; count++) await new Promise(setImmediate)
  await vi.advanceTimersByTimeAsync(leaveAfter ?? 1000)
  if (leaveAfter !== undefined) controller.abort()
  await reading
  await watched?.call.settled
  const { route: { endpoint } = { endpoint: {} }, call } = watched ?? {}
  if (!call || !isEndpoint(endpoint)) throw new Error('Nothing was asked.')
  return readStream(recordedCall('a call', endpoint, call))
}

const kinds = ({ records }: ShownStream) => records.map(({ kind, time }) => [kind, time])

it('shows comments, and raw bytes, with their times', async () => {
  const between = [pause(30), comment('still there'), raw('data: {"oops\n\n')]
  const { records } = await play({ items: () => greeting(...between), through: [pace(10)] })

  expect(records.slice(-4).map(({ kind, time, raw: sent }) => [kind, time, sent])).toEqual([
    ['comment', 60, ': still there\n\n'],
    ['no JSON', 60, 'data: {"oops\n\n'],
    ['event', 70, expect.stringContaining('"stop"')],
    ['terminator', 70, 'data: [DONE]\n\n'],
  ])
})

it('shows the comments of a keep-alive', async () => {
  const shown = await play({ items: () => greeting(pause(25)), through: [keepAlive(10)] })

  expect(kinds(shown).filter(([kind]) => kind === 'comment')).toEqual([
    ['comment', 10],
    ['comment', 20],
  ])
})

it('shows an error inside the stream', async () => {
  const error = new StreamError({ message: 'Too much', type: 'server_error' })
  const { records } = await play({ items: () => failing(error) })

  expect(records.at(-1)).toMatchObject({ kind: 'error', time: 5 })
})

it('shows damaged bytes as they were sent, and marks them', async () => {
  const { records } = await play({ through: [malform(1)] })

  expect(records[1]).toMatchObject({
    kind: 'no JSON',
    findings: [expect.objectContaining({ rule: 'stream/json' })],
  })
})

it('marks an event that nobody has checked', async () => {
  const { records, findings } = await play({
    items: () => greeting(unchecked({ type: 'keepalive' }), comment('on purpose')),
  })

  expect(records.filter((record) => record.findings.length > 0)).toMatchObject([
    { kind: 'invalid event', raw: 'data: {"type":"keepalive"}\n\n' },
  ])
  expect(findings).toEqual([])
})

it('shows the reads of a stream that was split', async () => {
  const shown = await play({ through: [split('utf8')] })
  const { records, reads, size } = shown
  const wave = records.find(({ raw: sent }) => sent.includes('👋'))

  expect(reads).toHaveLength(records.length + 1)
  expect(reads.reduce((sum, read) => sum + read.size, 0)).toBe(size)
  expect(wave?.pieces).toEqual([
    expect.stringMatching(/"content":".*\\xF0$/),
    expect.stringMatching(/^\\x9F\\x91\\x8B"/),
  ])
})

it('shows the reads of a stream that was joined', async () => {
  const { records, reads } = await play({ through: [bom(), coalesce(Infinity)] })

  expect(reads).toHaveLength(1)
  expect(records.filter(({ pieces }) => pieces)).toEqual([])
})

it('gives the time at which a client disconnected', async () => {
  const shown = await play({ items: () => greeting(pause(500)), leaveAfter: 340 })

  expect(shown.call).toMatchObject({ outcome: 'aborted', endedAfter: 340, isStalled: false })
})

it.each([
  ['a cue', () => greeting(stall()), []],
  ['a stage', greeting, [stallAfter(1)]],
])('says that a stream stalled by %s before its client disconnected', async (_, items, through) => {
  const shown = await play({ items, through, leaveAfter: 900 })

  expect(shown.call).toMatchObject({ outcome: 'aborted', endedAfter: 900, isStalled: true })
})

it('gives the time of a cut, also where the clock has gone on', async () => {
  const shown = await play({ through: [pace(20), cutAfter(2)] })

  expect(kinds(shown)).toEqual([
    ['event', 20],
    ['event', 40],
  ])
  expect(shown.call).toMatchObject({ outcome: 'cut', endedAfter: 40 })
})

it('shows the bytes of a record that was cut', async () => {
  const { records, size } = await play({ through: [cutAfterBytes(30)] })

  expect(size).toBe(30)
  expect(records).toMatchObject([{ kind: 'no data', type: 'unfinished', size: 30 }])
})

it('gives the time at which a script broke', async () => {
  const error = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => error.mockRestore())
  const shown = await play({ items: () => failing(new Error('Boom')) })

  expect(shown.call).toMatchObject({ outcome: 'broken', endedAfter: 5 })
})

it('shows the last events of a route that records no others', async () => {
  const shown = await play({ record: 2, through: [pace(10)] })

  expect(shown.records.map(({ index, type, time }) => [index, type, time])).toEqual([
    [2, 'content', 30],
    [3, 'finish_reason', 40],
  ])
  expect(shown.findings).toEqual([])
})
