import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { reply as replyWith, responses, type ResponseEvent } from 'msw-openai/routes'
import type { ReplyFields } from '../../src/routes/answers/reply.js'
import { completeResponse } from '../../src/routes/responses/complete.js'
import { createResponse } from '../../src/routes/responses/endpoint.js'
import { foldResponse } from '../../src/routes/responses/fold.js'
import { fromReply } from '../../src/routes/responses/from-reply.js'
import { unfoldResponse } from '../../src/routes/responses/unfold.js'
import { responseWriter } from '../../src/routes/responses/response-writer.js'
import { anyText, ask, problems } from './support.js'

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

function deltaFor(body?: object): ResponseEvent | undefined {
  // A body may be of any shape at run time.
  const request = { body } as { body: { input: string } }
  return [...unfoldResponse(completeResponse('Hi'), request)].find(({ type }) =>
    type.endsWith('.delta'),
  )
}

it('pads the deltas of a response, unless the request switches the padding off', () => {
  const asked = { input: '', stream: true }

  expect(deltaFor(asked)).toMatchObject({ delta: 'Hi', obfuscation: '0123456789ABCD' })
  expect(deltaFor({ ...asked, stream_options: { include_obfuscation: false } })).not.toHaveProperty(
    'obfuscation',
  )
  expect(deltaFor()).not.toHaveProperty('obfuscation')
})

it('pads no refusal, and nothing in the background', () => {
  const request = { body: { input: '', stream: true } } as const
  const refused = completeResponse(fromReply({ refusal: 'No.' }))
  const answers = [refused, completeResponse({ ...completeResponse('Hi'), background: true })]

  for (const answer of answers) {
    expect([...unfoldResponse(answer, request)].filter((event) => 'obfuscation' in event)).toEqual(
      [],
    )
  }
})

it.each([
  ['default', undefined, 'auto'],
  ['default', 'auto', 'auto'],
  ['default', 'default', 'default'],
  ['flex', 'flex', 'flex'],
  ['priority', undefined, 'priority'],
] as const)('begins a response of tier %s, for a request of %s, with %s', (tier, asked, begun) => {
  const body = { input: '', stream: true, service_tier: asked ?? null } as const
  const whole = completeResponse({ ...completeResponse('Hi'), service_tier: tier })
  const events = [...unfoldResponse(whole, { body })]
  const tiers = events.flatMap((event) => ('response' in event ? event.response.service_tier : []))

  expect(tiers).toEqual([begun, begun, tier])
})

const reasoned = { context: 'current_turn', mode: 'standard', summary: null }

it.each([
  ['gpt-4o', '1 in_memory', { context: null, effort: null, summary: null }],
  ['gpt-5-chat-latest', '1 in_memory', { context: null, effort: null, summary: null }],
  ['gpt-5-mini-2025-08-07', '1 in_memory', { ...reasoned, effort: 'medium' }],
  ['o4-mini', '1 in_memory', { ...reasoned, effort: 'medium' }],
  ['gpt-5.1', '1 in_memory', { ...reasoned, effort: 'none' }],
  ['gpt-5.1-codex-max', '0.985 in_memory', { ...reasoned, effort: 'none' }],
  ['gpt-5.2-2025-12-11', '0.98 in_memory', { ...reasoned, effort: 'none' }],
  ['gpt-5.4-nano-2026-03-17', '0.98 24h', { ...reasoned, effort: 'none' }],
  ['gpt-5.5-2026-04-23', '0.98 24h', { ...reasoned, effort: 'medium' }],
  ['gpt-5.6-luna', '0.98 24h', { ...reasoned, effort: 'medium', context: 'all_turns' }],
])('has the defaults of %s', (model, topAndRetention, reasoning) => {
  const whole = completeResponse('Hi', { body: { model } })

  expect(`${whole.top_p} ${whole.prompt_cache_retention}`).toBe(topAndRetention)
  expect(whole.reasoning).toStrictEqual(reasoning)
  expect(responseWriter({ model }).begin().next().value).toMatchObject({ response: { reasoning } })
})

it('repeats what the request says, inside the defaults', () => {
  const format = { type: 'json_object' } as const
  const body = {
    model: 'gpt-5',
    top_p: 0.5,
    reasoning: { effort: 'low' },
    text: { format },
  } as const

  expect(completeResponse('Hi', { body })).toMatchObject({
    top_p: 0.5,
    reasoning: { ...reasoned, effort: 'low' },
    text: { format, verbosity: 'medium' },
  })
})

it('adds no cache_write_tokens to a usage', () => {
  const given = { input_tokens: 9, input_tokens_details: { cached_tokens: 4 }, output_tokens: 2 }

  expect(completeResponse('Hi').usage?.input_tokens_details).toStrictEqual({
    cache_write_tokens: 0,
    cached_tokens: 0,
  })
  expect(completeResponse({ usage: given }).usage?.input_tokens_details).toStrictEqual({
    cached_tokens: 4,
  })
  expect(complete({ text: 'Hi', usage: { input: 9 } }).usage?.input_tokens_details).toStrictEqual({
    cached_tokens: 0,
  })
})

it('puts the fields into the order of OpenAI', () => {
  const whole = completeResponse({
    conversation: { id: 'conv_1' },
    output: [{ role: 'assistant', content: [{ text: 'Hi' }] }],
    usage: { output_tokens: 2, input_tokens_details: { cached_tokens: 4, cache_write_tokens: 1 } },
  })
  const events = [...unfoldResponse(whole)]
  const { output, usage } = whole

  expect(Object.keys(whole).join()).toBe(
    'id,object,created_at,status,background,completed_at,conversation,error,frequency_penalty,' +
      'incomplete_details,instructions,max_output_tokens,max_tool_calls,model,moderation,output,' +
      'parallel_tool_calls,presence_penalty,previous_response_id,prompt_cache_key,' +
      'prompt_cache_retention,reasoning,safety_identifier,service_tier,store,temperature,text,' +
      'tool_choice,tool_usage,tools,top_logprobs,top_p,truncation,usage,user,metadata',
  )
  expect(JSON.stringify(output)).toBe(
    '[{"id":"msg_1","type":"message","status":"completed","content":' +
      '[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hi"}],"role":"assistant"}]',
  )
  expect(JSON.stringify(usage)).toBe(
    '{"input_tokens":0,"input_tokens_details":{"cache_write_tokens":1,"cached_tokens":4},' +
      '"output_tokens":2,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":2}',
  )
  expect(JSON.stringify(events.find(({ type }) => type === 'response.output_text.delta'))).toBe(
    '{"type":"response.output_text.delta","content_index":0,"delta":"Hi","item_id":"msg_1",' +
      '"logprobs":[],"output_index":0,"sequence_number":4}',
  )
  for (const event of events) {
    const [first, ...others] = Object.keys(event)
    expect([first, ...others]).toEqual(['type', ...others.toSorted()])
  }
})

it('begins with tools that were not used', () => {
  const used: object = { tool_usage: { web_search: { num_requests: 1 } } }
  const [created] = unfoldResponse(completeResponse({ ...completeResponse('Hi'), ...used }))

  expect(created).toMatchObject({ response: { tool_usage: { web_search: { num_requests: 0 } } } })
})

it.each<[kind: string, answer: Parameters<typeof responses.create>[0]]>([
  ['a text', 'Hi'],
  ['a resource', { output: [{ content: [{ text: 'Hi' }] }] }],
  ['a reply', replyWith({ text: 'Hi' })],
])('pads %s on a route, and leaves the tier open until the end', async (_, answer) => {
  const body = { model: 'gpt-5', input: 'Hello?', stream: true }
  const asked = { url: '/responses', body }
  const padded = await (await ask(responses.create(answer), asked)).text()
  const stream_options = { include_obfuscation: false }
  const plain = await ask(responses.create(answer), { ...asked, body: { ...body, stream_options } })

  expect(padded).toContain(
    '"delta":"Hi","item_id":"msg_1","logprobs":[],"obfuscation":"0123456789ABCD"',
  )
  expect(await plain.text()).not.toContain('obfuscation')
  expect([...padded.matchAll(/"service_tier":"(\w+)"/g)].map(([, tier]) => tier)).toEqual([
    'auto',
    'auto',
    'default',
  ])
})
