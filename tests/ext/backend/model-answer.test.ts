import {
  apiError,
  chat,
  chatCompletionWriter,
  collect,
  deliver,
  EventStream,
  hasTool,
  inOrder,
  lastUserMessage,
  LiveEventStream,
  model,
  reply,
  runWriter,
  when,
} from 'msw-openai'
import { createBackend, type ModelAnswer } from 'msw-openai/backend'
import { setupServer } from 'msw/node'
import OpenAI from 'openai'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it, onTestFinished, vi } from 'vitest'
import { clientOf } from './client-of.js'
import { newThread, textsOf } from './new-thread.js'

// The errors of broken calls are printed, too.
vi.spyOn(console, 'error').mockReturnValue()

const user = (content: string) => ({ role: 'user' as const, content })
const HELLO = { model: 'gpt-4o', messages: [user('Hello')] }
const PROMPT = { model: 'gpt-3.5-turbo-instruct', prompt: 'Hello' }

/** Makes a backend with an answer, and functions that ask it and give the text. */
function started(answer?: ModelAnswer) {
  const openai = createBackend({ answer })
  const client = clientOf(openai, { maxRetries: 0 })
  return {
    openai,
    client,
    say: async (text: string) => {
      const body = { model: 'gpt-4o', messages: [user(text)] }
      return (await client.chat.completions.create(body)).choices[0]?.message.content
    },
    complete: async (prompt: string) =>
      (await client.completions.create({ ...PROMPT, prompt })).choices[0]?.text,
  }
}

it.each<[string, ModelAnswer]>([
  ['a text', 'Hi.'],
  ['a reply', reply({ text: 'Hi.' })],
  ['a delivered text', deliver('Hi.', { headers: { 'x-test': '1' } })],
  ['a function', () => 'Hi.'],
  ['a function that waits', async () => reply({ text: 'Hi.' })],
  ['a condition', when(lastUserMessage('Hello'), 'Hi.')],
])('answers at every endpoint with %s', async (_, answer) => {
  const { say, complete } = started(answer)

  expect([await say('Hello'), await complete('Hello')]).toEqual(['Hi.', 'Hi.'])
})

it('counts the usage of a reply, but for the numbers that the reply gives', async () => {
  const answer = inOrder('Hi.', reply({ text: 'Hi.', usage: { output: 7 } }))
  const { completions } = started(answer).client.chat

  const [one, other] = [await completions.create(HELLO), await completions.create(HELLO)]

  expect(one.usage?.completion_tokens).toBeLessThan(7)
  expect(other.usage?.completion_tokens).toBe(7)
  expect(other.usage?.prompt_tokens).toBe(one.usage?.prompt_tokens)
})

it('delivers an answer as the test says', async () => {
  const { client } = started(deliver('Hi.', { status: 202, headers: { 'x-test': '1' } }))

  const { response } = await client.chat.completions.create(HELLO).withResponse()

  expect([response.status, response.headers.get('x-test')]).toEqual([202, '1'])
})

it('leaves a call that meets no condition to the default model', async () => {
  const { openai, say } = started([
    when(lastUserMessage(/weather/), 'Sunny.'),
    when(hasTool('get_time'), 'Noon.'),
  ])

  expect(await say('How is the weather?')).toBe('Sunny.')
  expect(await say('Hello')).toBe(await started().say('Hello'))
  expect(openai.unused).toEqual(['when(hasTool("get_time"))'])
})

it('meets the model of an assistant, and the one that a run has instead', async () => {
  const { client } = started([when(model('gpt-4o'), 'Large.'), when(model('gpt-5'), 'New.')])
  const { assistant_id, thread_id } = await newThread(client, { model: 'gpt-4o' })
  const { runs } = client.beta.threads

  await runs.createAndPoll(thread_id, { assistant_id })
  await runs.createAndPoll(thread_id, { assistant_id, model: 'gpt-5' })

  expect(await textsOf(client, thread_id)).toEqual(['Is it sunny?', 'Large.', 'New.'])
})

it('leaves a call to the default model where a function gives nothing', async () => {
  const { say } = started(({ number }) => (number === 1 ? undefined : 'Hi.'))

  expect(await say('Hello')).toBe(await started().say('Hello'))
  expect(await say('Hello')).toBe('Hi.')
})

it('counts the answers in order over all endpoints', async () => {
  const { openai, say, complete } = started(inOrder('One', 'Two', 'Three'))

  expect([await say('Hello'), await complete('Hello')]).toEqual(['One', 'Two'])
  expect(openai.unused).toEqual(['inOrder() answer 3 of 3, "Three"'])
  expect(await say('Hello')).toBe('Three')
  expect(openai.unused).toEqual([])
  await expect(say('Hello')).rejects.toThrow('inOrder("One", "Two", "Three") has only 3 answer(s).')

  openai.reset()
  expect(await say('Hello')).toBe('One')
})

it('says that no call has asked for an answer', () => {
  expect(started('Hi.').openai.unused).toEqual(['answer, never called'])
  expect(started().openai.unused).toEqual([])
})

it('gives a function the call, the whole conversation and the store', async () => {
  const { openai, client } = started(({ endpoint, conversation }, { store }) => {
    const count = store.chatCompletions.list().length
    return `${endpoint}: ${conversation.map(({ text }) => text).join(', ')}, ${count} stored`
  })
  openai.store.chatCompletions.put({})

  const { choices } = await client.chat.completions.create({
    ...HELLO,
    messages: [{ role: 'system', content: 'Be brief.' }, user('Hello'), user('Again')],
  })

  expect(choices[0]?.message.content).toBe(
    'chat.completions.create: Be brief., Hello, Again, 1 stored',
  )
  expect(openai.calls[0]?.conversation).toEqual([
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: 'Hello' },
    { role: 'user', text: 'Again' },
  ])
})

it('answers with an error, and with a response', async () => {
  const { client } = started(inOrder(apiError(409, 'Busy.'), Response.json({ id: 'mine' })))

  await expect(client.chat.completions.create(HELLO)).rejects.toThrow('409 Busy.')
  expect(await client.chat.completions.create(HELLO)).toEqual({ id: 'mine' })
})

it('plays a script that a function makes with the store', async () => {
  const { openai, client } = started((_, { store }) => {
    class Counting extends EventStream<ChatCompletionChunk> {
      *generate(): Generator<ChatCompletionChunk> {
        const w = chatCompletionWriter()
        store.chatCompletions.put({ metadata: { by: 'script' } })
        yield* w.text('Done.')
        yield* w.finish()
      }
    }
    return new Counting()
  })

  const chunks = await collect(await client.chat.completions.create({ ...HELLO, stream: true }))

  expect(chunks).toHaveLength(3)
  expect(openai.store.chatCompletions.list()).toMatchObject([{ metadata: { by: 'script' } }])
})

it('plays a live stream', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const { client } = started(live)
  const reading = client.chat.completions.create({ ...HELLO, stream: true }).then(collect)
  const w = chatCompletionWriter()

  await live.emit(w.text('Hi.'))
  await live.emit(w.finish())
  await live.end()

  expect((await reading).map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hi.')
})

/** A script of a run. */
class Run extends EventStream<AssistantStreamEvent> {
  *generate(): Generator<AssistantStreamEvent> {
    const run = runWriter()
    yield* run.message('Hi.')
    yield* run.completed()
  }
}

it('explains that a script is one of another endpoint', async () => {
  const { openai, say } = started(new Run())

  await expect(say('Hello')).rejects.toThrow(
    /"chat.completions.create"[^]*"Run"[^]*"chat.completions.create"/,
  )
  expect(openai.calls[0]?.outcome).toBe('broken')
})

it('explains that a function gave a resource', async () => {
  // @ts-expect-error A resource belongs to one endpoint.
  const { say } = started(() => ({ id: 'chatcmpl-1', choices: [] }))

  await expect(say('Hello')).rejects.toThrow('a resource belongs to one endpoint')
})

it('is answered by a route of the test before the backend', async () => {
  const openai = createBackend({ answer: 'Hi.' })
  const server = setupServer(...openai.handlers)
  server.listen()
  onTestFinished(() => server.close())
  const client = new OpenAI({ apiKey: 'sk-test' })
  const say = async () => (await client.chat.completions.create(HELLO)).choices[0]?.message.content

  server.use(chat.completions.create('Mine.'))
  const mine = await say()
  server.resetHandlers()

  expect([mine, await say()]).toEqual(['Mine.', 'Hi.'])
  expect(openai.calls).toHaveLength(1)
})
