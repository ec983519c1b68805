import { reply } from 'msw-openai/routes'
import { deepseek, openrouter, xai } from 'msw-openai/dialects'
import { EventStream, StreamError } from 'msw-openai/streaming'
import { responseWriter, type ResponseEvent } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { askResponses, recordsOf } from './support.js'

const ANSWER = reply({ reasoning: 'Hm', toolCalls: [{ name: 'add', arguments: { a: 'to 3' } }] })

/** Gives the data of each record; a text where the data is none. */
function eventsOf(records: readonly string[]): unknown[] {
  return records.map((record) => JSON.parse(/^data: (.*)$/m.exec(record)?.[1] ?? 'null'))
}

it('writes as OpenRouter does: no names, [DONE], and reasoning in full', async () => {
  const response = await askResponses(openrouter, ANSWER)
  const [first, ...records] = recordsOf(await response.text())
  const events = eventsOf(records.slice(0, -1))

  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(first).toBe(': OPENROUTER PROCESSING')
  expect(records.at(-1)).toBe('data: [DONE]')
  expect(records.filter((record) => record.startsWith('event:'))).toEqual([])
  expect(records).toContain(
    'data: {"type":"response.reasoning_text.delta","output_index":0,"item_id":"rs_1","content_index":0,"delta":"Hm","sequence_number":4}',
  )
  expect(records).toContain(
    'data: {"type":"response.function_call_arguments.delta","output_index":1,"item_id":"fc_1","delta":"{\\"a\\":\\"to 3\\"}","sequence_number":9}',
  )
  expect(events).toMatchObject(events.map((_, sequence_number) => ({ sequence_number })))
  expect(events.at(-1)).toMatchObject({ type: 'response.completed' })
})

it('sends an error of OpenRouter without a name, before [DONE]', async () => {
  class Failing extends EventStream<ResponseEvent> {
    override *generate(): Generator<ResponseEvent> {
      yield* responseWriter().begin()
      throw new StreamError({ message: 'Gone' })
    }
  }
  const records = recordsOf(await (await askResponses(openrouter, new Failing())).text())

  expect(records.slice(2)).toEqual([
    'data: {"type":"error","error":{"message":"Gone","type":"server_error","param":null,"code":null},"sequence_number":2}',
    expect.stringMatching(/^data: \{"type":"response.failed"/),
    'data: [DONE]',
  ])
})

it('writes as xAI does: the number first, whole arguments, and the tier from the start', async () => {
  const records = recordsOf(await (await askResponses(xai, ANSWER)).text())

  expect(records[0]).toMatch(
    /^event: response.created\ndata: \{"sequence_number":0,"type":"response.created",/,
  )
  expect(records[0]).toContain('"service_tier":"default"')
  expect(records).toContain(
    'event: response.reasoning_summary_text.delta\ndata: {"sequence_number":4,"type":"response.reasoning_summary_text.delta","delta":"Hm","item_id":"rs_1","output_index":0,"summary_index":0}',
  )
  expect(
    records.join('').match(/arguments\.delta","delta":"\{\\"a\\":\\"to 3\\"\}"/g),
  ).toHaveLength(1)
})

it('writes as DeepSeek does: reasoning in full, content_filters, and no padding', async () => {
  const records = recordsOf(await (await askResponses(deepseek, ANSWER)).text())

  expect(records[0]).toMatch(
    /"completed_at":null,"content_filters":null,.*"service_tier":"default"/,
  )
  expect(records).toContain(
    'event: response.reasoning_text.delta\ndata: {"type":"response.reasoning_text.delta","content_index":0,"delta":"Hm","item_id":"rs_1","output_index":0,"sequence_number":4}',
  )
  expect(records.join('')).not.toContain('obfuscation')
})
