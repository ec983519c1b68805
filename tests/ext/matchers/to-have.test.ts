import {
  apiError,
  chat,
  EventStream,
  inOrder,
  lastUserMessage,
  pause,
  responses,
  stallAfter,
  turn,
  type Cue,
} from 'msw-openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it, vi } from 'vitest'
import { ask, CHAT } from '../../routes/support.js'
import { chunks, endless, Words } from '../../support.js'
import { complaint } from './support.js'

const create = chat.completions.create

/** A route that was asked, and whose answer was read. */
async function asked(answer: Parameters<typeof create>[0], ...bodies: object[]) {
  const route = create(answer)
  for (const body of bodies.length > 0 ? bodies : [{}]) {
    const response = await ask(route, { body: { ...CHAT, ...body } })
    // A connection that is cut fails here, and the call has the outcome.
    await response.text().catch(() => {})
  }
  return route
}

/** A route whose client disconnected after so many reads. */
async function left(reads: number) {
  const route = create(new Words(endless()))
  const { body } = await ask(route)
  const reader = body?.getReader()
  for (let read = 0; read < reads; read++) await reader?.read()
  void reader?.cancel()
  return route
}

class Breaks extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    yield* chunks('a')
    throw new Error('Boom')
  }
}

async function broken() {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const route = await asked(new Breaks())
  complaints.mockRestore()
  return route
}

/** A route whose client waits for ever. */
async function stalled() {
  const route = create(new Words(['a', 'b']), { through: [stallAfter(1)] })
  const { body } = await ask(route)
  await body?.getReader().read()
  return route
}

it('counts the calls that were answered', async () => {
  const route = await asked(inOrder('Hi', apiError(500)), {}, {})

  expect(route).toHaveAnswered(2)
  expect(route).not.toHaveAnswered(1)
  expect(await stalled()).toHaveAnswered(1)
  expect(create('Hi')).toHaveAnswered(0)
})

it('counts no broken script as an answer', async () => {
  expect(await broken()).toHaveAnswered(0)
})

it('shows what became of the calls', async () => {
  const route = await broken()
  await route.calls[0]?.settled
  await expect(complaint(() => expect(route).toHaveAnswered(1))).resolves.toMatchInlineSnapshot(`
    "expect(route).toHaveAnswered(1)

    Expected chat.completions.create to have answered 1 call; it answered 0. It has 1 call:

        0  broken after 1 event: BrokenScriptError: Failed to play event 1 of script "Breaks" on "chat.completions.create": Boom"
  `)
})

it('shows the calls that were not to be answered', async () => {
  const route = await asked('Hi')
  await route.calls[0]?.settled
  await expect(complaint(() => expect(route).not.toHaveAnswered(1))).resolves
    .toMatchInlineSnapshot(`
    "expect(route).not.toHaveAnswered(1)

    Expected chat.completions.create not to have answered 1 call; it answered 1. It has 1 call:

        0  completed after 3 events"
  `)
})

it('matches what was asked, in part', async () => {
  const route = await asked('Hi', {}, { temperature: 1 })

  expect(route).toHaveBeenAskedWith({ model: 'gpt-5', messages: [{ role: 'user' }] })
  expect(route).toHaveBeenAskedWith({ temperature: expect.any(Number) })
  expect(route).toHaveBeenAskedWith({ messages: [{ content: /^H/ }] })
  expect(route).toHaveBeenAskedWith(lastUserMessage('Hi'))
  expect(route).not.toHaveBeenAskedWith({ model: 'gpt-4' })
  expect(route).not.toHaveBeenAskedWith({ messages: [] })
})

it('shows how the nearest call differs', async () => {
  const route = await asked('Hi', { model: 'gpt-4' }, { temperature: 0 }, { model: 'gpt-4' })
  await expect(
    complaint(() => expect(route).toHaveBeenAskedWith({ model: 'gpt-5', temperature: 1 })),
  ).resolves.toMatchInlineSnapshot(`
    "expect(route).toHaveBeenAskedWith({ model: "gpt-5", temperature: 1 })

    No call of chat.completions.create was asked with it. In the nearest of 3, call 1:

      at temperature
        expected: 1
        received: 0"
  `)
})

it('shows how the one call differs', async () => {
  const route = await asked('Hi')
  const messages = [{ role: 'user' as const, content: 'Hello' }]
  await expect(complaint(() => expect(route).toHaveBeenAskedWith({ model: 'gpt-4', messages })))
    .resolves.toMatchInlineSnapshot(`
    "expect(route).toHaveBeenAskedWith({ model: "gpt-4", messages: [{ role: "user", content: "Hello" }] })

    No call of chat.completions.create was asked with it. In call 0:

      at model
        expected: "gpt-4"
        received: "gpt-5"

      at messages[0].content
        expected: "Hello"
        received: "Hi""
  `)
})

it('shows that nothing was asked', async () => {
  await expect(complaint(() => expect(create('Hi')).toHaveBeenAskedWith({ model: 'gpt-5' })))
    .resolves.toMatchInlineSnapshot(`
    "expect(route).toHaveBeenAskedWith({ model: "gpt-5" })

    chat.completions.create was never asked."
  `)
})

it('shows what was not to be asked', async () => {
  const route = await asked('Hi')
  await expect(complaint(() => expect(route).not.toHaveBeenAskedWith({ model: 'gpt-5' }))).resolves
    .toMatchInlineSnapshot(`
    "expect(route).not.toHaveBeenAskedWith({ model: "gpt-5" })

    Call 0 of chat.completions.create was asked with it:
      { model: "gpt-5", messages: [{ role: "user", content: "Hi" }], stream: true }"
  `)
})

it('recognizes that a client has disconnected, and after how many events', async () => {
  await expect(await left(3)).toHaveBeenAborted()
  await expect(await left(3)).toHaveBeenAborted({ after: 3 })
  await expect(await left(2)).not.toHaveBeenAborted({ after: 3 })
  await expect(await asked('Hi')).not.toHaveBeenAborted()
})

it('does not wait for ever for a client to leave a silent stream', async () => {
  const route = await stalled()
  await expect(route).not.toHaveBeenAborted()
  await expect(complaint(() => expect(route).toHaveBeenAborted())).resolves.toMatchInlineSnapshot(`
    "expect(route).toHaveBeenAborted()

    Expected chat.completions.create to have been aborted. It has 1 call:

        0  still pending after 1 event"
  `)
})

it('shows after how many events a client has disconnected', async () => {
  const route = await left(2)
  await expect(complaint(() => expect(route).toHaveBeenAborted({ after: 1 }))).resolves
    .toMatchInlineSnapshot(`
    "expect(route).toHaveBeenAborted({ after: 1 })

    Expected chat.completions.create to have been aborted after 1 event. It has 1 call:

        0  aborted after 2 events"
  `)
})

it('shows the calls that were not to be aborted', async () => {
  const route = await left(2)
  await expect(complaint(() => expect(route).not.toHaveBeenAborted())).resolves
    .toMatchInlineSnapshot(`
    "expect(route).not.toHaveBeenAborted()

    Expected chat.completions.create not to have been aborted. It has 1 call:

        0  aborted after 2 events"
  `)
})

it('needs no real timers', async () => {
  vi.useFakeTimers()
  await expect(await left(1)).toHaveBeenAborted()
  vi.useRealTimers()
})

async function retried() {
  const route = create(inOrder(apiError(429), 'Hi'))
  for (const count of ['0', '1']) {
    const response = await ask(route, { headers: { 'x-stainless-retry-count': count } })
    await response.text()
  }
  return route
}

it('counts the retries', async () => {
  const route = await retried()

  expect(route).toHaveBeenRetried()
  expect(route).toHaveBeenRetried(1)
  expect(route).not.toHaveBeenRetried(2)
  expect(await asked('Hi')).not.toHaveBeenRetried()
})

it('shows how often it was retried', async () => {
  const route = await retried()
  await route.calls[1]?.settled
  await expect(complaint(() => expect(route).toHaveBeenRetried(2))).resolves.toMatchInlineSnapshot(`
    "expect(route).toHaveBeenRetried(2)

    Expected chat.completions.create to have been retried 2 times; it was 1 time. It has 2 calls:

        0  replied
        1  completed after 3 events, retry 1"
  `)
})

it('shows the retries that were not to be', async () => {
  const route = await retried()
  await route.calls[1]?.settled
  await expect(complaint(() => expect(route).not.toHaveBeenRetried())).resolves
    .toMatchInlineSnapshot(`
    "expect(route).not.toHaveBeenRetried()

    Expected chat.completions.create not to have been retried; it was 1 time. It has 2 calls:

        0  replied
        1  completed after 3 events, retry 1"
  `)
})

it('recognizes that every call has completed', async () => {
  await expect(await asked('Hi', {}, { stream: false })).toHaveCompleted()
  await expect(create('Hi')).not.toHaveCompleted()
  await expect(await left(1)).not.toHaveCompleted()
  await expect(await broken()).not.toHaveCompleted()
  await expect(await stalled()).not.toHaveCompleted()
})

it('shows the calls that did not complete', async () => {
  await expect(complaint(async () => expect(await stalled()).toHaveCompleted())).resolves
    .toMatchInlineSnapshot(`
    "expect(route).toHaveCompleted()

    Expected chat.completions.create to have completed every call. It has 1 call:

        0  still pending after 1 event"
  `)
})

it('shows that there are no calls to complete', async () => {
  await expect(complaint(() => expect(create('Hi')).toHaveCompleted())).resolves
    .toMatchInlineSnapshot(`
    "expect(route).toHaveCompleted()

    Expected chat.completions.create to have completed every call. It has no calls."
  `)
})

it('shows the calls that were not to complete', async () => {
  await expect(complaint(async () => expect(await asked('Hi')).not.toHaveCompleted())).resolves
    .toMatchInlineSnapshot(`
    "expect(route).not.toHaveCompleted()

    Expected chat.completions.create not to have completed every call. It has 1 call:

        0  completed after 3 events"
  `)
})

class Paused extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk | Cue> {
    yield* chunks('a')
    yield pause(1000)
  }
}

it('does not wait for timers', async () => {
  const route = create(new Paused())
  await ask(route)

  await expect(route).not.toHaveCompleted()
})

it.each([
  ['a factory', responses.create, 'received what creates one: pass what it returns'],
  ['nothing', undefined, 'received undefined'],
  ['a call', { body: {} }, 'received object'],
])('explains that %s is no route', async (_, received, reason) => {
  await expect(complaint(() => expect(received).toHaveAnswered(1))).resolves.toContain(reason)
  await expect(complaint(() => expect(received).not.toHaveBeenAborted())).resolves.toContain(reason)
})

it('explains that it takes a number', async () => {
  const route = create('Hi')
  // @ts-expect-error -- Plain JavaScript may omit the argument.
  await expect(complaint(() => expect(route).toHaveAnswered())).resolves.toMatchInlineSnapshot(
    `"Failed to use toHaveAnswered(): expected a number, zero or more; received undefined."`,
  )
  await expect(
    complaint(() => expect(route).not.toHaveBeenAborted({ after: -1 })),
  ).resolves.toMatchInlineSnapshot(
    `"Failed to use toHaveBeenAborted(): expected a number, zero or more; received -1."`,
  )
})

it.each<[unknown, string]>([
  [3, '3'],
  [null, 'null'],
  [{ afte: 3 }, '{ afte: 3 }'],
])('explains that %j is no option of an abort', async (options, received) => {
  const route = create('Hi')
  const reason = `Failed to use toHaveBeenAborted(): expected { after: 3 } or nothing; received ${received}.`

  await expect(complaint(() => expect(route).toHaveBeenAborted(options as object))).resolves.toBe(
    reason,
  )
  await expect(
    complaint(() => expect(route).not.toHaveBeenAborted(options as object)),
  ).resolves.toBe(reason)
})

it('counts a retry to the turn that it is of', async () => {
  const route = responses.create('Hi')
  const body = { model: 'gpt-5', conversation: 'conv_1', input: 'Hi' }
  for (const retry of ['0', '0', '1']) {
    await ask(route, { url: '/responses', body, headers: { 'x-stainless-retry-count': retry } })
  }

  expect(route).toHaveBeenAskedWith(turn(2))
  expect(route).not.toHaveBeenAskedWith(turn(3))
})

it('explains that a body has nothing but JSON', async () => {
  const route = create('Hi')
  await expect(
    complaint(() => expect(route).toHaveBeenAskedWith({ metadata: new Map() as never })),
  ).resolves.toContain(
    'Failed to use toHaveBeenAskedWith(): metadata is an instance of Map, which no JSON has.',
  )
})

it('explains that it takes no function', async () => {
  const route = await asked('Hi')
  await expect(
    // @ts-expect-error -- A function may take its time, and the matcher does not.
    complaint(() => expect(route).toHaveBeenAskedWith(() => true)),
  ).resolves.toMatchInlineSnapshot(
    `"Failed to use toHaveBeenAskedWith(): expected a part of a body, or what when() takes for one, such as lastUserMessage(); received a function."`,
  )
})

it('names a condition as the test writes it', async () => {
  const route = chat.completions.create('Hello')
  const message = await complaint(() =>
    expect(route).toHaveBeenAskedWith(lastUserMessage('Will it snow?')),
  )

  expect(message).toContain('expect(route).toHaveBeenAskedWith(lastUserMessage("Will it snow?"))')
})
