import { createParser } from 'eventsource-parser'
import {
  comment,
  cutAfter,
  delayHeaders,
  EventStream,
  pace,
  pause,
  raw,
  refuse,
  respond,
  StreamError,
  unchecked,
  unnamed,
  type Cue,
  stage,
  type Stage,
  type WireFormat,
} from 'msw-openai/streaming'
import { afterEach, expect, it, vi } from 'vitest'
import { z } from 'zod'

interface Tick {
  readonly tick: number
}

const wire: WireFormat<Tick> = {
  event: z.object({ tick: z.number() }),
  frame: unnamed,
  terminator: { data: '[DONE]' },
}

const ticks = { name: 'ticks.create', wire }

class Scripted extends EventStream<Tick> {
  constructor(readonly items: Iterable<Tick | Cue>) {
    super()
  }

  override generate(): Iterable<Tick | Cue> {
    return this.items
  }
}

/** Puts a comment before every event. */
function remark(text: string): Stage {
  return stage(`remark(${text})`, () => ({
    take: (item) => (item.type === 'event' ? [comment(text), item] : item),
  }))
}

afterEach(() => {
  vi.restoreAllMocks()
})

it('streams a script, byte for byte', async () => {
  const response = respond(
    ticks,
    new Scripted([
      { tick: 1 },
      comment('ping'),
      pause(0),
      raw('data: raw\n\n'),
      unchecked({ tick: 'é 漢 🙂' }),
      { tick: 2 },
    ]),
  )

  expect(await response.text()).toBe(
    'data: {"tick":1}\n\n' +
      ': ping\n\n' +
      'data: raw\n\n' +
      'data: {"tick":"é 漢 🙂"}\n\n' +
      'data: {"tick":2}\n\n' +
      'data: [DONE]\n\n',
  )
})

it('streams what an independent parser reads back', async () => {
  const data: string[] = []
  const parser = createParser({ onEvent: (record) => data.push(record.data) })
  parser.feed(
    await respond(ticks, new Scripted([{ tick: 1 }, comment('ping'), { tick: 2 }])).text(),
  )

  expect(data).toEqual(['{"tick":1}', '{"tick":2}', '[DONE]'])
})

it('streams an empty script as its terminator, or as nothing', async () => {
  const { terminator: _, ...unterminated } = wire

  expect(await respond(ticks, new Scripted([])).text()).toBe('data: [DONE]\n\n')
  expect(await respond(unterminated, new Scripted([])).text()).toBe('')
})

it("streams the error of a script in its endpoint's way, and no terminator", async () => {
  const failing = (function* (): Generator<Tick> {
    yield { tick: 1 }
    throw new StreamError({ message: 'Boom' })
  })()

  expect(await respond(ticks, new Scripted(failing)).text()).toBe(
    'data: {"tick":1}\n\n' +
      'data: {"error":{"message":"Boom","type":"server_error","param":null,"code":null}}\n\n',
  )
})

it('starts the script over with every response, once its body is read', async () => {
  let started = 0
  class Counted extends EventStream<Tick> {
    override *generate(): Generator<Tick> {
      yield { tick: ++started }
    }
  }
  const script = new Counted()
  const [first, second] = [respond(ticks, script), respond(ticks, script)]
  expect(started).toBe(0)

  expect(await second.text()).toBe('data: {"tick":1}\n\ndata: [DONE]\n\n')
  expect(await first.text()).toBe('data: {"tick":2}\n\ndata: [DONE]\n\n')
})

it('passes through its stages first to last', async () => {
  const through = [remark('first'), remark('second'), pace(0)]

  expect(await respond(ticks, new Scripted([{ tick: 1 }]), { through }).text()).toBe(
    ': first\n\n: second\n\ndata: {"tick":1}\n\ndata: [DONE]\n\n',
  )
})

it('breaks when a stage cannot be applied', async () => {
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  const response = respond(ticks, new Scripted([{ tick: 1 }]), { through: [cutAfter(2)] })

  await expect(response.text()).rejects.toThrow(new TypeError('terminated'))
  expect(print.mock.calls).toEqual([
    [new RangeError('Failed to apply cutAfter(2): the script ended after 1 event(s).')],
  ])
})

it.each<[name: string, given: unknown, received: string]>([
  ['a function that has not been called', cutAfter, 'cutAfter, which has to be called'],
  ['nothing', undefined, 'undefined'],
])('refuses %s for a stage, at once', (_, given, received) => {
  const through = [pace(0), given as Stage]

  expect(() => respond(ticks, new Scripted([]), { through })).toThrow(
    new TypeError(`Failed to respond: expected a stage, received ${received}.`),
  )
})

it.each([refuse(), delayHeaders(5)])('refuses %o, which a route performs', (given) => {
  expect(() => respond(ticks, new Scripted([]), { through: [given] })).toThrow(
    new TypeError(
      'Failed to respond: delayHeaders() and refuse() come before the response. Give them to a route.',
    ),
  )
})

it('stops its script when an observer throws', async () => {
  let isStopped = false
  class Stops extends EventStream<Tick> {
    *generate(): Generator<Tick> {
      try {
        yield { tick: 1 }
        yield { tick: 2 }
      } finally {
        isStopped = true
      }
    }
  }
  const onEnd = vi.fn<(outcome: string, end: object) => void>()
  const end = { time: expect.any(Number), isStalled: false }
  const observer = {
    onFrame: () => {
      throw new Error('Boom')
    },
    onEnd,
  }
  const response = respond(ticks, new Stops(), { observer })

  await expect(response.text()).rejects.toThrow('Boom')
  await vi.waitFor(() => expect(onEnd).toHaveBeenCalledWith('aborted', end))
  expect(isStopped).toBe(true)
})

it('gives a client empty bytes of its own for the headers', async () => {
  for (let play = 0; play < 2; play++) {
    const reader = respond(ticks, new Scripted([pause(1), { tick: 1 }])).body?.getReader()
    const first = (await reader?.read())?.value ?? new Uint8Array(1)
    structuredClone(first, { transfer: [first.buffer] })

    expect(first).toHaveLength(0)
    await reader?.cancel()
  }
})

it('says that it is a chunked event stream', () => {
  const response = respond(ticks, new Scripted([]))

  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toEqual({
    'content-type': 'text/event-stream; charset=utf-8',
    'transfer-encoding': 'chunked',
    connection: 'keep-alive',
    'keep-alive': 'timeout=1',
  })
})

it("adds its endpoint's headers, then its own, each over the ones before", () => {
  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }
  const endpoint = { name: 'ticks.create', wire: { ...wire, headers } }
  const options = { headers: { 'cache-control': 'no-cache', 'x-request-id': 'req_1' } }

  expect(Object.fromEntries(respond(endpoint, new Scripted([])).headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'transfer-encoding': 'chunked',
    'cache-control': 'no-store',
  })
  expect(Object.fromEntries(respond(endpoint, new Scripted([]), options).headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'transfer-encoding': 'chunked',
    'cache-control': 'no-cache',
    'x-request-id': 'req_1',
  })
})

it.each(['content-type', 'Content-Type', 'CONTENT-TYPE'])('lets %s replace its own', (name) => {
  const { headers } = respond(ticks, new Scripted([]), { headers: { [name]: 'text/plain' } })

  expect(headers.get('content-type')).toBe('text/plain')
})
