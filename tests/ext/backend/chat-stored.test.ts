import {
  chatCompletionWriter,
  collect,
  cutAfter,
  deliver,
  EventStream,
  LiveEventStream,
  reply,
  StreamError,
  unchecked,
  type Cue,
} from 'msw-openai'
import { createBackend, type ModelAnswer } from 'msw-openai/backend'
import type {
  ChatCompletionChunk,
  ChatCompletionListParams,
} from 'openai/resources/chat/completions'
import { expect, it, vi } from 'vitest'
import { answerSchema } from '../../core/openapi/answer-schemas.js'
import { clientOf } from './client-of.js'

// The errors of broken calls are printed, too.
vi.spyOn(console, 'error').mockReturnValue()

const STORED = {
  model: 'gpt-4o',
  messages: [{ role: 'user' as const, content: 'Is it sunny in Paris?' }],
  store: true,
}

/** Makes a client of a new backend. */
function started(answer?: ModelAnswer) {
  const openai = createBackend({ answer })
  return { openai, completions: clientOf(openai).chat.completions }
}

it('keeps a completion that a request stores, with the fields of the request', async () => {
  const { completions } = started('It is.')
  const fields = { metadata: { topic: 'weather' }, temperature: 0.5, seed: 7, user: 'ada' }

  const { data: created, request_id } = await completions
    .create({ ...STORED, ...fields })
    .withResponse()
  const retrieved = await completions.retrieve(created.id)

  const { user: input_user, ...repeated } = fields
  expect(retrieved).toEqual({
    ...created,
    ...repeated,
    input_user,
    request_id,
    tool_choice: null,
    top_p: 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    tools: null,
    response_format: null,
  })
  expect(answerSchema('GET', '/chat/completions/:completion_id')?.(retrieved)).toBe(true)
})

it('keeps no other completion', async () => {
  const { completions } = started()
  const { id } = await completions.create({ ...STORED, store: false })

  await expect(completions.retrieve(id)).rejects.toMatchObject({
    status: 404,
    type: 'invalid_request_error',
    param: null,
    code: null,
    error: { message: `No chat completion found with id '${id}'.` },
  })
})

it('keeps the messages of the request', async () => {
  const { completions } = started()
  const parts = [{ type: 'text' as const, text: 'And in Rome?' }]
  const { id } = await completions.create({
    ...STORED,
    messages: [...STORED.messages, { role: 'user', content: parts }],
  })

  const first = await completions.messages.list(id, { limit: 1 })
  const all = await collect(first)

  expect(first.has_more).toBe(true)
  const blank = { role: 'user', refusal: null, name: null }
  expect(all).toEqual([
    { ...blank, id: `${id}-0`, content: 'Is it sunny in Paris?', content_parts: null },
    { ...blank, id: `${id}-1`, content: null, content_parts: parts },
  ])
})

/** A script with an id of its own. */
class Sunny extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    const w = chatCompletionWriter({ id: 'chatcmpl-sunny' })
    yield* w.text('It is.')
    yield* w.finish()
  }
}

it.each<[string, ModelAnswer, string]>([
  ['a text', 'It is.', 'chatcmpl-1'],
  ['a reply', reply({ text: 'It is.' }), 'chatcmpl-1'],
  ['a script', new Sunny(), 'chatcmpl-sunny'],
])('keeps the completion of a stream and of a plain answer: %s', async (_, answer, id) => {
  const streamed = started(answer)
  const plain = started(answer)

  await collect(await streamed.completions.create({ ...STORED, stream: true }))
  await plain.completions.create(STORED)

  for (const { openai, completions } of [streamed, plain]) {
    expect(openai.store.chatCompletions.list()).toMatchObject([
      { id, choices: [{ message: { content: 'It is.' }, finish_reason: 'stop' }] },
    ])
    expect((await completions.messages.list(id)).data).toHaveLength(1)
  }
})

it('keeps the completion of a live stream once the stream has ended', async () => {
  const live = new LiveEventStream<ChatCompletionChunk>()
  const { openai, completions } = started(live)
  const reading = completions.create({ ...STORED, stream: true }).then(collect)
  const w = chatCompletionWriter()

  await live.emit(w.text('It is.'))
  expect(openai.store.chatCompletions.list()).toEqual([])
  await live.emit(w.finish())
  await live.end()

  expect(await reading).toHaveLength(4)
  expect(openai.store.chatCompletions.list()).toMatchObject([
    { choices: [{ message: { content: 'It is.' } }] },
  ])
})

it('keeps a streamed completion with its usage, also where the stream has none', async () => {
  const { openai, completions } = started()

  await collect(await completions.create({ ...STORED, stream: true }))
  const plain = await started().completions.create(STORED)

  expect(openai.store.chatCompletions.list()).toMatchObject([plain])
})

/** A script that ends with an error. */
class Failing extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk> {
    yield* chatCompletionWriter().text('It')
    throw new StreamError({ message: 'Overloaded' })
  }
}

/** A script that ends without a `finish_reason`. */
class Endless extends EventStream<ChatCompletionChunk> {
  *generate(): Generator<ChatCompletionChunk | Cue> {
    yield* chatCompletionWriter().text('It')
    yield unchecked({ choices: 'none' })
  }
}

it.each<[string, ModelAnswer]>([
  ['fails', new Failing()],
  ['is damaged', new Endless()],
  ['is cut', deliver('It is sunny.', { through: [cutAfter(2)] })],
])('keeps nothing of a stream that %s', async (_, answer) => {
  const { openai, completions } = started(answer)

  await collect(await completions.create({ ...STORED, stream: true })).catch(() => undefined)

  expect(openai.store.chatCompletions.list()).toEqual([])
  expect(openai.calls.map(({ outcome }) => outcome)).not.toContain('broken')
})

it('names the class of a broken script that a request stores', async () => {
  class Broken extends EventStream<ChatCompletionChunk> {
    *generate(): Generator<ChatCompletionChunk> {
      yield* chatCompletionWriter().text('It')
      throw new RangeError('No more words')
    }
  }
  const { openai, completions } = started(new Broken())

  await expect(completions.create(STORED)).rejects.toThrow(/Broken.*No more words/s)
  expect(openai.store.chatCompletions.list()).toEqual([])
})

it('lists completions by model and metadata, in both orders', async () => {
  const { completions } = started()
  const ids: string[] = []
  for (const [model, topic] of [
    ['gpt-4o', 'weather'],
    ['gpt-4o', 'sports'],
    ['gpt-5', 'weather'],
  ] as const) {
    ids.push((await completions.create({ ...STORED, model, metadata: { topic } })).id)
  }
  const idsOf = async (query: ChatCompletionListParams) =>
    (await collect(await completions.list(query))).map(({ id }) => id)

  expect(await idsOf({ limit: 1 })).toEqual(ids)
  expect(await idsOf({ order: 'desc', limit: 2 })).toEqual(ids.toReversed())
  expect(await idsOf({ model: 'gpt-4o' })).toEqual(ids.slice(0, 2))
  expect(await idsOf({ metadata: { topic: 'weather' } })).toEqual([ids[0], ids[2]])
  expect(await idsOf({ model: 'gpt-5', metadata: { topic: 'sports' } })).toEqual([])
})

it('changes the metadata of a completion', async () => {
  const { completions } = started()
  const created = await completions.create({ ...STORED, metadata: { topic: 'weather' } })

  const updated = await completions.update(created.id, { metadata: { city: 'Paris' } })

  expect(updated).toMatchObject({ id: created.id, metadata: { city: 'Paris' } })
  expect(updated).not.toHaveProperty('metadata.topic')
  expect(await completions.retrieve(created.id)).toEqual(updated)
})

it('deletes a completion with its messages', async () => {
  const { openai, completions } = started()
  const { id } = await completions.create(STORED)

  expect(await completions.delete(id)).toEqual({
    id,
    object: 'chat.completion.deleted',
    deleted: true,
  })

  expect(openai.store.completionMessages.list()).toEqual([])
  const missing = `404 No chat completion found with id '${id}'.`
  await expect(completions.delete(id)).rejects.toThrow(missing)
  await expect(completions.update(id, { metadata: {} })).rejects.toThrow(missing)
  await expect(completions.messages.list(id)).rejects.toThrow(missing)
})

it('takes a completion of the test for one that was created', async () => {
  const { openai, completions } = started()

  const { id } = openai.store.chatCompletions.put({ choices: [{ message: { content: 'Hi' } }] })
  openai.store.completionMessages.of(id).put({ content: 'Hello?' })
  const created = await completions.create(STORED)

  expect(await completions.retrieve(id)).toMatchObject({
    choices: [{ message: { content: 'Hi' } }],
  })
  expect((await completions.messages.list(id)).data).toMatchObject([{ content: 'Hello?' }])
  expect([id, created.id]).toEqual(['chatcmpl-1', 'chatcmpl-2'])
})
