import { chat, inOrder, responses, turn, when } from 'msw-openai/routes'
import { EventStream } from 'msw-openai/streaming'
import { matchers } from 'msw-openai/matchers'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it, onTestFinished, vi } from 'vitest'
import { collectGarbage } from '../collect-garbage.js'
import { chunks, endless, Words } from '../support.js'
import { ask, CHAT } from './support.js'

expect.extend(matchers as never)

const create = chat.completions.create
const WHOLE = { ...CHAT, stream: false }

/** Sends requests one after the other. The model of each is its number. */
async function send(route: ReturnType<typeof create>, count: number, headers = {}): Promise<void> {
  for (let number = 1; number <= count; number++) {
    await (await ask(route, { body: { ...WHOLE, model: `m${number}` }, headers })).text()
  }
}

function silence() {
  const complaints = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => complaints.mockRestore())
}

class Breaks extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    yield* chunks('a')
    throw new Error('Boom')
  }
}

/** Answers three requests, but leaves the second one to the next handler. */
function threeAtMost({ number }: { readonly number: number }): string | undefined {
  if (number > 3) throw new Error('No more.')
  return number === 2 ? undefined : 'Hi'
}

it('remembers every call unless it is told a number', async () => {
  const [all, last, none] = [create('Hi'), create('Hi', { calls: 2 }), create('Hi', { calls: 0 })]
  for (const route of [all, last, none]) await send(route, 5)

  expect(all.calls).toHaveLength(5)
  expect(last.calls.map(({ body, number }) => [body.model, number])).toEqual([
    ['m4', 4],
    ['m5', 5],
  ])
  expect(none.calls).toEqual([])
  for (const { calls, earlier } of [all, last, none]) expect(calls.length + earlier.count).toBe(5)
})

it('gives each step of an order once, and knows the unused ones', async () => {
  const route = create(inOrder('a', 'b', 'c', 'd'), { calls: 1 })
  await send(route, 3)

  expect(route.unused).toEqual(['inOrder() answer 4 of 4, "d"'])
})

it('counts turns and retries that it no longer remembers', async () => {
  const turns = Array.from({ length: 300 }, (_, index) => when(turn(index + 1), `${index + 1}`))
  const route = responses.create(turns, { calls: 1 })
  const answers: string[] = []
  for (let request = 0; request < 300; request++) {
    for (const retry of request % 10 === 0 ? ['0', '1'] : ['0']) {
      const response = await ask(route, {
        url: '/responses',
        body: { model: 'gpt-5', input: `${request}`, previous_response_id: 'resp_0' },
        headers: { 'x-stainless-retry-count': retry },
      })
      answers.push((await response.json()).output[0].content[0].text)
    }
  }
  // The request of a retry is counted already, and its answer replaces the one before.
  expect(answers.at(-1)).toBe('300')
  expect(answers).toHaveLength(330)
})

it('says the true index of a call', async () => {
  silence()
  const route = create(threeAtMost, { calls: 1 })
  const next = create('Other')
  for (let request = 0; request < 5; request++) await (await ask([route, next])).text()

  expect(String(route.calls[0]?.error)).toBe(
    'UnansweredCallError: Failed to answer calls[3] of "chat.completions.create": No more.',
  )
  expect(route.calls).toMatchObject([{ error: { index: 3 } }])
  expect(route.earlier.count).toBe(3)
  expect(next.calls).toHaveLength(1)
})

it('counts earlier calls in the matchers of routes', async () => {
  const route = create('Hi', { calls: 2 })
  await send(route, 5, { 'x-stainless-retry-count': '1' })

  expect(route).toHaveAnswered(5)
  expect(route).toHaveBeenRetried(5)
  await expect(route).toHaveCompleted()
  await expect(route).not.toHaveBeenAborted()
  expect(route).toHaveBeenAskedWith({ model: 'm5' })
  expect(() => expect(route).toHaveAnswered(2)).toThrow(
    'it answered 5. It has 5 calls, and remembers the last 2:\n\n    3  replied, retry 1\n    4  replied, retry 1',
  )
  expect(() => expect(route).toHaveBeenAskedWith({ model: 'm1' })).toThrow(
    'In the nearest of 2, call 4:',
  )
  expect(() => expect(route).toHaveBeenAskedWith({ model: 'm1' })).toThrow(
    'The route no longer remembers the 3 calls before.',
  )
  expect(() => expect(route).not.toHaveBeenAskedWith({ model: 'm4' })).toThrow('Call 3 of')
})

it('knows of earlier calls that were broken, and of clients that disconnected', async () => {
  silence()
  const answers = inOrder(new Breaks(), new Words(endless()), 'Hi', 'Hi')
  const route = create(answers, { calls: 1 })
  await (await ask(route)).text().catch(() => '')
  const reader = (await ask(route)).body?.getReader()
  while (route.calls[0]?.sent !== 2) await reader?.read()
  const left = route.calls[0]
  await send(route, 2)

  await expect(route).not.toHaveCompleted()
  await reader?.cancel()
  await left?.settled
  await expect(route).toHaveBeenAborted()
  await expect(route).toHaveBeenAborted({ after: 2 })
  await expect(route).not.toHaveBeenAborted({ after: 1 })
  expect(route).toHaveAnswered(3)
  expect(route.earlier).toMatchObject({ count: 3, settled: 3, completed: 1, broken: 1 })
})

it('forgets the counts, too', async () => {
  const route = create('Hi', { calls: 1 })
  await send(route, 3)
  route.forget()

  expect(route.earlier).toMatchObject({ count: 0, completed: 0 })
  await send(route, 1)
  expect(route).toHaveAnswered(1)
})

it('does not count a call that it passed on when it no longer remembered the call', async () => {
  const route = create(threeAtMost, { calls: 0 })
  for (let number = 1; number <= 3; number++) await ask([route, create('Next')], { body: WHOLE })

  expect(route.earlier).toMatchObject({ count: 2, settled: 2, completed: 2 })
})

it('lets go of the calls that it does not remember', async () => {
  const route = create(inOrder.forever('Hi'), { calls: 1 })
  await send(route, 1)
  const first = new WeakRef(route.calls[0] ?? {})
  await send(route, 300)
  await collectGarbage()

  expect(first.deref()).toBeUndefined()
})

/** A script that remembers no event of its own. */
class Fleeting extends EventStream<ChatCompletionChunk> {
  readonly sent: Array<WeakRef<ChatCompletionChunk>> = [];

  override *generate(): Generator<ChatCompletionChunk> {
    for (const chunk of chunks('a', 'b')) {
      this.sent.push(new WeakRef(chunk))
      yield chunk
    }
  }
}

it('keeps the text of the events that it has sent, and not the objects of the script', async () => {
  const script = new Fleeting()
  const route = create(script)
  await (await ask(route)).text()
  await collectGarbage()

  expect(script.sent.map((each) => each.deref())).toEqual([undefined, undefined])
  expect(route.calls[0]?.events).toEqual([...chunks('a', 'b')])
})

it.each([-1, 1.5, NaN, '5', null, 'all'])('refuses { calls: %o }', (calls) => {
  expect(() => create('Hi', { calls } as never)).toThrow(TypeError)
  expect(() => create('Hi', { calls } as never)).toThrow(
    'Failed to create chat.completions.create: expected { calls: 1000 }, a number of calls; received ',
  )
})
