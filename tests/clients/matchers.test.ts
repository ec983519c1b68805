import {
  apiError,
  beta,
  chat,
  chatCompletionWriter,
  cutAfter,
  EventStream,
  inOrder,
  responses,
  stallAfter,
} from 'msw-openai'
import { collect } from 'msw-openai/matchers'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { expect, it } from 'vitest'
import { stories } from '../ext/matchers/protocols.js'
import { complaint } from '../ext/matchers/support.js'
import { chunks, endless, Words } from '../support.js'
import { createClient, streamChat, useServer } from './support.js'

const server = useServer()

class Weather extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter({ model: 'gpt-5' })
    yield* w.text('Let me look.')
    yield* w.toolCall('get_weather', { city: 'Paris' })
    yield* w.finish()
  }
}

const calls = [{ name: 'get_weather', arguments: { city: 'Paris' } }]

it('reads the stream of a client, awaited or not', async () => {
  server.use(chat.completions.create(new Weather()))

  await expect(await streamChat()).toStream(new Weather())
  await expect(streamChat()).toStream(new Weather())
  await expect(streamChat()).toStreamText('Let me look.')
  await expect(streamChat()).toStreamToolCalls(calls)
  await expect(collect(streamChat())).resolves.toEqual([...new Weather()])
})

it('reads the stream of a response', async () => {
  server.use(responses.create(stories.responses))
  const { responses: api } = createClient()
  const asked = () => api.create({ model: 'gpt-5', input: 'Hello?', stream: true })

  await expect(asked()).toStream(stories.responses)
  await expect(asked()).toStreamText('Hello there')
  await expect(asked()).toStreamToolCalls([...calls, { name: 'run', input: 'ls -l' }])
})

it('reads the stream of a run', async () => {
  server.use(beta.threads.runs.create(stories.runs))
  const { runs } = createClient().beta.threads
  const asked = () => runs.create('thread_1', { assistant_id: 'asst_1', stream: true })

  await expect(asked()).toStream(stories.runs)
  await expect(asked()).toStreamText('Hello there')
  await expect(asked()).toStreamToolCalls(calls)
})

it('shows the first chunk that differs', async () => {
  server.use(chat.completions.create(new Words(['Hello', ' their'])))

  await expect(complaint(() => expect(streamChat()).toStream(new Words(['Hello', ' there']))))
    .resolves.toMatchInlineSnapshot(`
    "expect(stream).toStream(expected)

    Event 1 differs at choices[0].delta.content:
      expected: " there"
      received: " their"

        0  role "assistant", content "Hello"
      - 1  content " there", finish_reason "stop"
      + 1  content " their", finish_reason "stop""
  `)
})

it('shows the chunks that were not to come', async () => {
  server.use(chat.completions.create(new Words(['Hello'])))

  await expect(complaint(() => expect(streamChat()).not.toStream(chunks('Hello')))).resolves
    .toMatchInlineSnapshot(`
    "expect(stream).not.toStream(expected)

    Expected anything but 1 such event:

        0  role "assistant", content "Hello", finish_reason "stop""
  `)
})

it('reports after how many chunks a connection was cut', async () => {
  server.use(chat.completions.create(new Words(['a', 'b', 'c']), { through: [cutAfter(2)] }))
  const reason = /after 2 events with \w*Error: (terminated|Premature close)/

  await expect(complaint(() => expect(streamChat()).toStreamText('ab'))).resolves.toMatch(reason)
  await expect(complaint(() => expect(streamChat()).not.toStreamText(''))).resolves.toMatch(reason)
  await expect(streamChat()).toStreamText('ab', { error: /terminated|Premature close/ })
})

it('reports that a request was refused', async () => {
  server.use(chat.completions.create(apiError(401)))

  await expect(complaint(() => expect(streamChat()).toStreamText('a'))).resolves.toMatch(
    /after 0 events with .*401/,
  )
})

it('reports that a stream has been read before', async () => {
  server.use(chat.completions.create(new Words(['a'])))
  const stream = await streamChat()
  await expect(stream).toStreamText('a')

  await expect(complaint(() => expect(stream).toStreamText('a'))).resolves.toMatch(
    /after 0 events with .*consumed stream/,
  )
})

it('sees a client disconnect', async () => {
  const create = chat.completions.create(new Words(endless()))
  server.use(create)
  for await (const { choices } of await streamChat()) {
    if (choices[0]?.delta.content === '2') break
  }

  await expect(create).toHaveBeenAborted()
  await expect(create).not.toHaveCompleted()
})

it('counts the events before a client disconnected', async () => {
  const leaving = new AbortController()
  const create = chat.completions.create(new Words(['a', 'b', 'c']), { through: [stallAfter(2)] })
  server.use(create)
  for await (const { choices } of await streamChat(createClient(), leaving.signal)) {
    if (choices[0]?.delta.content === 'b') leaving.abort()
  }

  await expect(create).toHaveBeenAborted({ after: 2 })
  await expect(create).not.toHaveBeenAborted({ after: 1 })
})

it('looks at the calls of a retry', async () => {
  const create = chat.completions.create(inOrder(apiError(429), new Words(['a'])))
  server.use(create)
  await expect(streamChat(createClient({ maxRetries: 1 }))).toStreamText('a')

  expect(create).toHaveAnswered(2)
  expect(create).toHaveBeenRetried(1)
  expect(create).toHaveBeenAskedWith({ model: 'gpt-5', messages: [{ content: /^Hello/ }] })
  await expect(create).toHaveCompleted()
  await expect(create).not.toHaveBeenAborted()
})
