import {
  AsyncEventStream,
  chat,
  chatCompletionWriter,
  delayHeaders,
  EventStream,
  keepAlive,
  LiveEventStream,
  pace,
  pause,
  type Cue,
  type Stage,
} from 'msw-openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { chunks, Words } from '../support.js'
import { streamChat, useServer } from './support.js'

const server = useServer()

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

class Pauses extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk | Cue> {
    const w = chatCompletionWriter()
    for (const word of ['one ', 'two ', 'three']) {
      yield pause(1000)
      yield* w.text(word)
    }
    yield* w.finish()
  }
}

class LatePauses extends AsyncEventStream<ChatCompletionChunk> {
  async *generate(): AsyncGenerator<ChatCompletionChunk | Cue> {
    yield* new Pauses().generate()
  }
}

/** Asks as an app does, and joins the text. */
async function read(): Promise<string> {
  let text = ''
  for await (const { choices } of await streamChat()) text += choices[0]?.delta.content ?? ''
  return text
}

it.each<[name: string, script: EventStream<ChatCompletionChunk> | LatePauses, through: Stage[]]>([
  ['that is paced', new Words(['one ', 'two ', 'three']), [pace(1000)]],
  ['with delayed headers', new Words(['one ', 'two ', 'three']), [delayHeaders(1000), pace(500)]],
  ['that pauses', new Pauses(), []],
  ['of an async script', new LatePauses(), []],
  ['with comments', new Pauses(), [keepAlive(300)]],
])('plays a whole stream %s, when time passes by its length', async (_, script, through) => {
  const create = chat.completions.create(script, { through })
  server.use(create)
  const reading = read()
  await vi.waitUntil(() => create.calls.length === 1)

  await vi.advanceTimersByTimeAsync(3000)

  await expect(reading).resolves.toBe('one two three')
  await expect(create.calls[0]?.settled).resolves.toBe('completed')
})

it('plays no more than the part whose time has come', async () => {
  const create = chat.completions.create(new Words(['one ', 'two ', 'three']), {
    through: [pace(1000)],
  })
  server.use(create)
  const reading = read()
  await vi.waitUntil(() => create.calls.length === 1)

  await vi.advanceTimersByTimeAsync(2500)
  await vi.waitUntil(() => create.calls[0]?.sent === 2, { interval: 0 })
  expect(create.calls[0]?.outcome).toBe('pending')
  await vi.advanceTimersByTimeAsync(500)

  await expect(reading).resolves.toBe('one two three')
})

it('begins a pause of a live stream when the test emits it', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const create = chat.completions.create(live)
  server.use(create)
  const reading = read()
  const [one, two] = chunks('one ', 'two')
  await live.emit(one)
  await vi.advanceTimersByTimeAsync(60_000)

  void live.emit([pause(1000), two])
  void live.end()
  await vi.advanceTimersByTimeAsync(999)
  expect(create.calls[0]?.sent).toBe(1)
  await vi.advanceTimersByTimeAsync(1)

  await expect(reading).resolves.toBe('one two')
})

it('tells when each event was handed over', async () => {
  const create = chat.completions.create(new Words(['one ', 'two ', 'three']), {
    through: [pace({ first: 400, each: 20 })],
  })
  server.use(create)
  const reading = read()
  await vi.waitUntil(() => create.calls.length === 1)

  await vi.advanceTimersByTimeAsync(440)
  await reading

  expect(create.calls[0]?.timings).toEqual([400, 420, 440])
})

it('keeps the times of as many events as the events themselves', async () => {
  const through = [pace(10)]
  const few = chat.completions.create(new Words(['one ', 'two ', 'three']), { through, record: 1 })
  const none = chat.completions.create(new Words(['one ']), { through, record: 'none' })

  for (const [create, timings] of [
    [few, [30]],
    [none, []],
  ] as const) {
    server.use(create)
    const reading = read()
    await vi.waitUntil(() => create.calls.length === 1)
    await vi.advanceTimersByTimeAsync(30)
    await reading
    expect(create.calls[0]?.timings).toEqual(timings)
  }
})
