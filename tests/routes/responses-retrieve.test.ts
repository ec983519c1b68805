import * as fc from 'fast-check'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expect, it, onTestFinished, vi } from 'vitest'
import {
  apiError,
  completeResponse,
  createRoutes,
  deliver,
  foldResponse,
  LiveEventStream,
  reply,
  responses,
  responseWriter,
  unfoldResponse,
  when,
  type ResponseEvent,
} from 'msw-openai/routes'
import {
  AsyncEventStream,
  comment,
  cutAfter,
  decode,
  EventStream,
  malform,
  pause,
  StreamError,
  unchecked,
  type Cue,
} from 'msw-openai/streaming'
import { anyText, ask, Scripted } from './support.js'

const { retrieve } = responses

/** A response of 11 events, from number 0 to number 10. */
class Story extends EventStream<ResponseStreamEvent> {
  *generate(): Generator<ResponseStreamEvent> {
    const w = responseWriter({ background: true })
    yield* w.message('Once upon')
    yield* w.completed()
  }
}

class LateStory extends AsyncEventStream<ResponseStreamEvent> {
  async *generate(): AsyncGenerator<ResponseStreamEvent> {
    yield* new Story()
  }
}

const get = (query: string) => ({ url: `/responses/resp_7${query}`, method: 'GET' })
const numbersOf = (events: readonly ResponseEvent[]) =>
  events.map(({ sequence_number }) => sequence_number)

async function eventsOf(response: Response): Promise<ResponseEvent[]> {
  const events: ResponseEvent[] = []
  for await (const { data } of decode(response.body ?? [])) events.push(JSON.parse(data))
  return events
}

it('answers a request without a stream with the folded script', async () => {
  const response = await ask(retrieve(new Story()), get(''))

  expect(response.headers.get('content-type')).toBe('application/json')
  await expect(response.json()).resolves.toEqual(foldResponse(new Story()))
})

it('streams the whole script', async () => {
  const route = retrieve(new Story())
  const response = await ask(route, get('?stream=true'))

  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(response.headers.get('x-request-id')).toMatch(/^req_/)
  expect(response.headers.has('x-ratelimit-limit-requests')).toBe(false)
  await expect(eventsOf(response)).resolves.toEqual([...new Story()])
  expect(route.calls).toMatchObject([
    { outcome: 'completed', params: { response_id: 'resp_7' }, body: undefined },
  ])
})

it.each([
  ['a script', new Story()],
  ['an async script', new LateStory()],
])('resumes %s behind the event of a number', async (_, script) => {
  const events = [...new Story()]
  const route = retrieve(script)

  for (const after of [0, 1, 4, 9, 10, 99]) {
    const response = await ask(route, get(`?stream=true&starting_after=${after}`))
    await expect(eventsOf(response)).resolves.toEqual(events.slice(after + 1))
  }
  expect(route.calls.map(({ sent }) => sent)).toEqual([10, 9, 6, 1, 0, 0])
  expect(route.calls[2]?.events).toEqual(events.slice(5))
  expect(route.calls.every(({ outcome }) => outcome === 'completed')).toBe(true)
})

it('writes a resumed stream byte for byte', async () => {
  const response = await ask(retrieve(new Story()), get('?stream=true&starting_after=5'))

  expect(await response.text()).toMatch(
    /^event: response.output_text.delta\ndata: {"type":"response.output_text.delta","content_index":0,"delta":" upon","item_id":"msg_1","logprobs":\[\],"output_index":0,"sequence_number":6}\n\nevent: response.output_text.done\n/,
  )
})

it('folds the whole script for a plain request that names a number', async () => {
  const response = await ask(retrieve(new Story()), get('?starting_after=4'))

  await expect(response.json()).resolves.toEqual(foldResponse(new Story()))
})

it('skips the cues in front of the number, and performs those behind', async () => {
  class Paused extends EventStream<ResponseEvent> {
    *generate(): Generator<ResponseEvent | Cue> {
      for (const event of new Story()) {
        // Longer than a test may take.
        if (event.sequence_number < 9) yield pause(100_000)
        yield comment(`in front of ${event.sequence_number}`)
        yield event
      }
    }
  }
  const response = await ask(retrieve(new Paused()), get('?stream=true&starting_after=8'))
  const text = await response.text()

  expect(text.match(/^: .*/gm)).toEqual([': in front of 9', ': in front of 10'])
})

it('counts faults from the first event that is sent', async () => {
  const route = retrieve(new Story(), { through: [cutAfter(2)] })
  const response = await ask(route, get('?stream=true&starting_after=4'))

  await expect(response.text()).rejects.toThrow('terminated')
  expect(numbersOf(route.calls[0]?.events ?? [])).toEqual([5, 6])
  expect(route.calls[0]?.outcome).toBe('cut')
})

it('gives a delivered answer its own faults', async () => {
  const route = retrieve(deliver(new Story(), { through: [malform(0)] }))
  const response = await ask(route, get('?stream=true&starting_after=9'))

  expect(await response.text()).toMatch(/^event: response.completed\ndata: {"type":/)
  expect(route.calls[0]?.sent).toBe(1)
})

it('ends a resumed stream with the error of the script, and with its failed response', async () => {
  const [created, started] = [...new Story()]
  const error = new StreamError({ message: 'Overloaded', code: 'server_error' })
  const script = new Scripted(
    [created, started].filter((event) => event !== undefined),
    error,
  )
  const response = await ask(retrieve(script), get('?stream=true&starting_after=1'))

  await expect(eventsOf(response)).resolves.toMatchObject([
    { type: 'error', sequence_number: 2, error: { message: 'Overloaded' } },
    { type: 'response.failed', sequence_number: 3, response: { id: 'resp_1', status: 'failed' } },
  ])
})

it('breaks the call of a script that is wrong in front of the number', async () => {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
  const wrong = Object({ type: 'response.created', sequence_number: 0 })
  const route = retrieve(new Scripted<ResponseEvent>([wrong, ...new Story()]))
  const response = await ask(route, get('?stream=true&starting_after=4'))

  await expect(response.text()).rejects.toThrow('terminated')
  expect(route.calls[0]).toMatchObject({ outcome: 'broken', sent: 0 })
})

it('resumes a live stream', async () => {
  const live = new LiveEventStream<ResponseEvent>()
  const response = await ask(retrieve(live), get('?stream=true&starting_after=8'))
  const text = response.text()
  await live.emit(new Story())

  await expect(live.end()).resolves.toBe('completed')
  expect((await text).match(/"sequence_number":\d+/g)).toEqual([
    '"sequence_number":9',
    '"sequence_number":10',
  ])
})

it.each(['abc', '1.5', '', '1e3', '0x1'])('refuses to start after %j', async (number) => {
  const route = retrieve(new Story())
  const response = await ask(route, get(`?stream=true&starting_after=${number}`))

  expect(response.status).toBe(400)
  await expect(response.json()).resolves.toEqual({
    error: {
      message: "Invalid type for 'starting_after': expected an integer, but got a string instead.",
      type: 'invalid_request_error',
      param: 'starting_after',
      code: 'invalid_type',
    },
  })
  expect(route.calls[0]?.outcome).toBe('replied')
})

it('streams all of the script where a server checks no requests', async () => {
  const server = createRoutes({ checkRequests: false })
  const route = server.responses.retrieve(new Story())
  const response = await ask(route, get('?stream=true&starting_after=abc'))

  await expect(eventsOf(response)).resolves.toHaveLength(11)
})

it('makes a response of a text and of a part, with the id of the path', async () => {
  const route = retrieve([
    when(({ params }) => params['response_id'] === 'resp_8', apiError(404)),
    when(({ url }) => url.searchParams.has('include[]'), { id: 'resp_9', status: 'in_progress' }),
    when({}, 'Hello'),
  ])
  const text = await ask(route, get(''))
  const part = await ask(route, get('?include[]=reasoning.encrypted_content'))
  const unknown = await ask(route, { url: '/responses/resp_8', method: 'GET' })

  await expect(text.json()).resolves.toMatchObject({
    id: 'resp_7',
    status: 'completed',
    background: false,
    output: [{ content: [{ text: 'Hello' }] }],
  })
  await expect(part.json()).resolves.toMatchObject({ id: 'resp_9', status: 'in_progress' })
  expect(unknown.status).toBe(404)
})

it('streams a reply as a response in the background, which has no padding', async () => {
  const route = retrieve(reply({ text: 'Hello there' }))
  const whole = await eventsOf(await ask(route, get('?stream=true')))
  const rest = await eventsOf(await ask(route, get('?stream=true&starting_after=5')))

  expect(whole.map(({ type }) => type)).toEqual([
    'response.created',
    'response.queued',
    'response.in_progress',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ])
  expect(whole[0]).toMatchObject({ response: { id: 'resp_7', status: 'queued', background: true } })
  expect(whole.some((event) => 'obfuscation' in event)).toBe(false)
  expect(rest).toEqual(whole.slice(6))
})

it('sends an event without a number with those around', async () => {
  const strange: Cue = unchecked({ type: 'response.brand_new' })
  class Strange extends EventStream<ResponseEvent> {
    *generate(): Generator<ResponseEvent | Cue> {
      yield* [...new Story()].slice(0, 10)
      yield strange
      yield* [...new Story()].slice(10)
    }
  }
  const route = retrieve(new Strange())
  const types = async (after: number) => {
    const response = await ask(route, get(`?stream=true&starting_after=${after}`))
    return (await eventsOf(response)).map(({ type }) => type)
  }

  await expect(types(9)).resolves.toEqual(['response.brand_new', 'response.completed'])
  await expect(types(10)).resolves.toEqual([])
})

it('streams from any number what the whole stream has behind it', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, fc.nat(12), async (text, after) => {
      const route = retrieve(text)
      const whole = await eventsOf(await ask(route, get('?stream=true')))
      const rest = await eventsOf(await ask(route, get(`?stream=true&starting_after=${after}`)))
      const plain = await ask(retrieve(foldResponse(whole)), get(''))

      expect(rest).toEqual(whole.slice(after + 1))
      await expect(plain.json()).resolves.toEqual(foldResponse(whole))
    }),
    { numRuns: 50 },
  )
})

it('folds what it unfolds', () => {
  const whole = completeResponse({ id: 'resp_7', background: true })
  const request = { url: new URL('https://api.openai.com/v1/responses/resp_7?stream=true') }

  expect(foldResponse(unfoldResponse(whole, request))).toEqual(whole)
})
