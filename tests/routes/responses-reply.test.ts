import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ReplyFields } from '../../src/routes/answers/reply.js'
import { completeResponse } from '../../src/routes/responses/complete.js'
import { createResponse } from '../../src/routes/responses/endpoint.js'
import { foldResponse } from '../../src/routes/responses/fold.js'
import { fromReply } from '../../src/routes/responses/from-reply.js'
import { unfoldResponse } from '../../src/routes/responses/unfold.js'
import { anyText, problems } from './support.js'

const { wire, events: reader } = createResponse
const complete = (reply: ReplyFields) => completeResponse(fromReply(reply))

const anyCall = fc.record(
  {
    name: fc.constantFrom('ask', 'get_weather'),
    arguments: fc.oneof(anyText, fc.constantFrom({}, { city: 'Paris' })),
    id: fc.uuid(),
  },
  { requiredKeys: ['name'] },
)
const anyReply: fc.Arbitrary<ReplyFields> = fc.record(
  {
    text: anyText,
    reasoning: anyText,
    refusal: anyText,
    toolCalls: fc.array(anyCall, { maxLength: 3 }),
    usage: fc.record({ input: fc.nat(40), output: fc.nat(40) }, { requiredKeys: [] }),
    finish: fc.constantFrom('stop' as const, 'length', 'tool_calls', 'content_filter'),
  },
  { requiredKeys: [] },
)

it('makes a response of every reply, which unfolds to events and folds back', () => {
  fc.assert(
    fc.property(anyReply, (reply) => {
      const whole = complete(reply)
      const events = [...unfoldResponse(whole)]

      expect(events.flatMap((event) => problems(wire.event, event))).toEqual([])
      expect(foldResponse(events)).toStrictEqual(whole)
      expect(reader?.text(events).join('')).toBe(reply.text ?? '')
      expect(reader?.toolCalls?.(events)).toMatchObject(
        (reply.toolCalls ?? []).map(({ name, arguments: args = '{}' }) => ({
          name,
          arguments: typeof args === 'string' ? args : JSON.stringify(args),
        })),
      )
    }),
  )
})

it('puts the reasoning first, the text and the refusal in one message, and the calls last', () => {
  const { output, usage, status } = complete({
    text: 'Let me look.',
    refusal: 'No.',
    reasoning: 'Hm',
    toolCalls: [{ name: 'f', arguments: { city: 'Paris' }, id: 'call_x' }, { name: 'g' }],
    usage: { input: 9, output: 2 },
  })

  expect(status).toBe('completed')
  expect(output).toMatchObject([
    { id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }] },
    {
      id: 'msg_1',
      content: [
        { type: 'output_text', text: 'Let me look.' },
        { type: 'refusal', refusal: 'No.' },
      ],
    },
    { id: 'fc_1', call_id: 'call_x', name: 'f', arguments: '{"city":"Paris"}' },
    { id: 'fc_2', call_id: 'call_1', name: 'g', arguments: '{}' },
  ])
  expect(usage).toMatchObject({ input_tokens: 9, output_tokens: 2, total_tokens: 11 })
})

it.each([
  ['stop', 'completed', null],
  ['tool_calls', 'completed', null],
  ['length', 'incomplete', { reason: 'max_output_tokens' }],
  ['content_filter', 'incomplete', { reason: 'content_filter' }],
] as const)('ends a reply that finishes by %s as %s', (finish, status, incomplete_details) => {
  const whole = complete({ text: 'Once upon', finish })

  expect(whole).toMatchObject({ status, incomplete_details, output: [{ status }] })
})

it('takes a text for the reply of that text', () => {
  expect(completeResponse('Hi')).toStrictEqual(complete({ text: 'Hi' }))
  expect(completeResponse('')).toMatchObject({ output: [{ content: [{ text: '' }] }] })
})

it.each([
  [1, 'resp_1', 'msg_1', 'call_1'],
  [2, 'resp_2', 'msg_2_1', 'call_2_1'],
])('counts the ids of answer %i', (number, id, message, call) => {
  const reply = fromReply({ text: 'Hi', toolCalls: [{ name: 'f' }] })

  expect(completeResponse(reply, { number })).toMatchObject({
    id,
    output: [{ id: message }, { call_id: call }],
  })
})

it('passes over ids that are given', () => {
  const { output } = completeResponse(
    fromReply({ toolCalls: [{ name: 'f' }, { name: 'g', id: 'call_1' }, { name: 'h' }] }),
  )
  const given = completeResponse({ output: [{ content: [] }, { id: 'msg_1', content: [] }] })

  expect(output).toMatchObject([
    { call_id: 'call_2' },
    { call_id: 'call_1' },
    { call_id: 'call_3' },
  ])
  expect(given.output).toMatchObject([{ id: 'msg_2' }, { id: 'msg_1' }])
  expect(completeResponse({ id: 'resp_x' }, { number: 2 })).toMatchObject({ id: 'resp_x' })
})

it.each([[undefined], [null], ['model'], [[]], [5]])('takes %j for a body', (body) => {
  // A body may be of any shape at run time.
  const request = { body } as { body: object }

  expect(completeResponse('Hi', request)).toStrictEqual(completeResponse('Hi'))
})

it('pads the deltas of a response for a request that asks for obfuscation', () => {
  const body = { input: '', stream: true, stream_options: { include_obfuscation: true } } as const
  const padded = [...unfoldResponse(completeResponse('Hi'), { body })]

  expect(padded.find(({ type }) => type.endsWith('.delta'))).toMatchObject({
    delta: 'Hi',
    obfuscation: '0123456789ABCD',
  })
})
