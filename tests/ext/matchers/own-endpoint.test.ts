import { chat, createRoute, lastUserMessage, unnamed } from 'msw-openai'
import { streamSerializer } from 'msw-openai/matchers'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { ask, Scripted } from '../../routes/support.js'
import { chunk } from '../../support.js'
import { complaint, later } from './support.js'

interface Tick {
  readonly tick: number
  readonly word?: string | undefined
}

const method = 'POST'
const event = z.object({ tick: z.number(), word: z.string().optional() })

/** The least that an endpoint can declare. */
const create = createRoute({
  name: 'ticks.create',
  method,
  path: '/ticks',
  wire: { event, frame: unnamed },
  events: { text: (ticks) => ticks.map(({ word = '' }) => word) },
})

const ticks: readonly Tick[] = [{ tick: 1, word: 'a' }, { tick: 2 }, { tick: 3, word: 'b' }]
const script = new Scripted(ticks)

it('reads the text of a stream', async () => {
  expect(script).toStreamText('ab')
  expect(ticks).not.toStreamText('a')
  await expect(later(ticks)).toStreamText(/b$/)
})

it('shows the event in which the text differs', async () => {
  await expect(complaint(() => expect(script).toStreamText('ac'))).resolves.toMatchInlineSnapshot(`
    "expect(stream).toStreamText(expected)

    The text differs after 1 character, in event 2:
      expected: "ac"
      received: "ab"

        0  {"tick":1,"word":"a"}
        1  {"tick":2}
      > 2  {"tick":3,"word":"b"}"
  `)
})

it('passes an event over that is of no known kind', () => {
  expect([...ticks, { tock: 1 }]).toStreamText('ab')
})

it('reads no tool calls where the endpoint declares none', () => {
  expect(script).toStreamToolCalls([])
})

it('compares and shows the events', async () => {
  expect(script).toStream(ticks)
  await expect(complaint(() => expect(script).toStream([ticks[0], { tick: 7 }]))).resolves
    .toMatchInlineSnapshot(`
    "expect(stream).toStream(expected)

    Event 1 differs at tick:
      expected: 7
      received: 2

        0  {"tick":1,"word":"a"}
      - 1  {"tick":7}
      + 1  {"tick":2}
        2  {"tick":3,"word":"b"}

    Expected 2 events, received 3."
  `)
})

it('shows the events before an error', async () => {
  await expect(complaint(() => expect(later(ticks, new Error('Boom'))).toStreamText('ab'))).resolves
    .toMatchInlineSnapshot(`
    "Failed to read the stream: it failed after 3 events with Error: Boom.

        … 1 more
        1  {"tick":2}
        2  {"tick":3,"word":"b"}
      ! Error: Boom

    Where the test is about the error, expect it, too: { error: /its message/ }."
  `)
})

it('names the events by their type, where they have one', () => {
  expect(script).toStreamEventTypes(['unknown', 'unknown', 'unknown'])
  expect([{ tick: 1, type: 'tick' }]).toStreamEventTypes(['tick'])
})

it('prints snapshots as ever where the endpoint declares no line', () => {
  createRoute({
    name: 'blinks.create',
    method,
    path: '/blinks',
    wire: { event: z.object({ blink: z.number() }), frame: unnamed },
    events: { text: (blinks) => blinks.map(() => '') },
  })

  expect(streamSerializer.test([{ blink: 1 }])).toBe(false)
})

createRoute({
  name: 'tocks.create',
  method,
  path: '/tocks',
  wire: { event: z.object({ tock: z.number() }), frame: unnamed },
  events: {
    is: (tock): tock is { tock: number } => 'tock' in Object(tock),
    text: (tocks) => tocks.map(({ tock }) => `${tock} `),
    type: ({ tock }) => (tock % 2 ? 'odd' : 'even'),
    line: ({ tock }) => `tock ${tock}`,
    toolCalls: (tocks) => tocks.map(({ tock }) => ({ name: 'ring', arguments: `[${tock}]` })),
  },
})

it('reads everything that the endpoint declares', async () => {
  const tocks = [{ tock: 1 }, { tock: 2 }]

  expect(tocks).toStreamText('1 2 ')
  expect(tocks).toStreamEventTypes(['odd', 'even'])
  expect(tocks).toStreamToolCalls([{ name: 'ring', arguments: [1] }, { arguments: '[2]' }])
  expect(streamSerializer.serialize(tocks, { indent: '' }, '')).toBe('Stream [\ntock 1\ntock 2\n]')
  await expect(complaint(() => expect(tocks).toStream([]))).resolves.toContain('+ 1  tock 2')
})

const upper = {
  name: 'ticks.shout',
  method,
  path: '/shout',
  wire: { event, frame: unnamed },
  events: {
    text: (all: readonly Tick[]) => all.map(({ word = '' }) => word.toUpperCase()),
    line: ({ tick }: Tick) => `TICK ${tick}`,
    type: () => 'TICK',
  },
} as const
const shout = createRoute(upper)

it.each([
  ['a route', shout(script)],
  ['a route factory', shout],
  ['an endpoint', upper],
])('reads a stream as %s declares', async (_, endpoint) => {
  expect(script).toStreamText('AB', { endpoint })
  expect(script).toStreamText('ab')
  expect(script).toStreamToolCalls([], { endpoint })
  expect(script).toStreamEventTypes(['TICK', 'TICK', 'TICK'], { endpoint })
  await expect(complaint(() => expect(script).toStream([], { endpoint }))).resolves.toContain(
    '+ 0  TICK 1',
  )
  await expect(
    complaint(() => expect(later(ticks, new Error('Boom'))).toStream([], { endpoint })),
  ).resolves.toContain('TICK 3')
})

it('reads what a route was asked with the reader of its endpoint', async () => {
  const talk = createRoute({
    ...upper,
    request: { conversation: (body) => [{ role: 'user', text: JSON.stringify(body) }] },
  })
  const route = talk(script)
  await (await ask(route, { url: '/shout', body: { stream: true } })).text()

  expect(route).toHaveBeenAskedWith(lastUserMessage('{"stream":true}'))
  expect(route).not.toHaveBeenAskedWith(lastUserMessage('Hi'))
})

it('explains that the endpoint of a route declares no reader', async () => {
  const route = shout(script)
  await (await ask(route, { url: '/shout', body: { stream: true } })).text()

  await expect(
    complaint(() => expect(route).toHaveBeenAskedWith(lastUserMessage('Hi'))),
  ).resolves.toMatchInlineSnapshot(
    `"Failed to compare a call of "ticks.shout" with lastUserMessage("Hi"): the endpoint declares no request.conversation. Compare a part of the body, as in when({ model: /^gpt/ }, answer). An endpoint of your own can declare request: { conversation }."`,
  )
})

it('explains that the events are of another endpoint', async () => {
  await expect(
    complaint(() => expect([chunk('a')]).not.toStreamText('', { endpoint: create })),
  ).resolves.toMatch(/^Failed to read a stream: expected events of ticks\.create; received \{"id":/)
  await expect(
    complaint(() => expect(script).toStreamText('', { endpoint: chat.completions.create })),
  ).resolves.toBe(
    'Failed to read a stream: expected events of chat.completions.create; received {"tick":1,"word":"a"}.',
  )
})

it('explains that the endpoint declares no events', async () => {
  const { events: _, ...endpoint } = upper

  await expect(
    complaint(() => expect(script).toStreamText('', { endpoint })),
  ).resolves.toMatchInlineSnapshot(
    `"Failed to read a stream: the endpoint "ticks.shout" declares no events. Declare events: { text } in it."`,
  )
  expect(script).toStreamEventTypes(['unknown', 'unknown', 'unknown'], { endpoint })
})

it('explains that every event needs a text', async () => {
  const endpoint = { ...upper, events: { text: () => ['a'] } }

  await expect(
    complaint(() => expect(script).toStreamText('a', { endpoint })),
  ).resolves.toMatchInlineSnapshot(
    `"Failed to read a stream: events.text() of "ticks.shout" gave 1 texts for 3 events. Expected one for each."`,
  )
})

it.each([null, 5, 'chat', {}, { name: 'chat' }, () => undefined])(
  'explains that %j is no endpoint',
  async (endpoint) => {
    await expect(
      complaint(() => expect(script).toStream(script, { endpoint: endpoint as never })),
    ).resolves.toMatch(
      /^Failed to use toStream\(\): expected a route, a route factory or an endpoint as \{ endpoint \}; received /,
    )
  },
)

it('names the endpoints that it knows', async () => {
  await expect(
    complaint(() => expect([{ other: 1 }]).toStreamText('')),
  ).resolves.toMatchInlineSnapshot(
    `"Failed to read a stream: expected events of a known endpoint; received {"other":1}. For another endpoint, pass { endpoint }: one that declares events: { text }. Known endpoints: chat.completions.create, completions.create, responses.create, images.generate, images.edit, audio.transcriptions.create, audio.speech.create, beta.threads.createAndRun, ticks.create, tocks.create, ticks.shout, blinks.create."`,
  )
})
