import { beta, chat, chatCompletionWriter, responses, responseWriter, runWriter } from 'msw-openai'
import { expect, it } from 'vitest'
import { accepts } from '../../src/streaming/accepts.js'

it('accepts the events of writers without a parse', () => {
  const c = chatCompletionWriter()
  const chunks = [...c.text('Hi there'), ...c.toolCall('f', { a: 1 }), ...c.finish()]
  const r = responseWriter()
  const events = [...r.message('Hi there'), ...r.toolCall('f', { a: 1 }), ...r.completed()]
  const w = runWriter()
  const run = [...w.message('Hi there'), ...w.completed()]

  const { event: chunk } = chat.completions.create.endpoint.wire
  expect(chunks.filter((event) => !accepts(chunk, event))).toEqual([])
  const { event: response } = responses.create.endpoint.wire
  expect(events.filter((event) => !accepts(response, event))).toEqual([])
  const { event: assistant } = beta.threads.runs.create.endpoint.wire
  expect(run.filter((event) => !accepts(assistant, event))).toEqual([])
})
