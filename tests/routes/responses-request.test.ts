import type { ResponseCreateParams } from 'openai/resources/responses/responses'
import { expect, it } from 'vitest'
import { createResponse } from '../../src/routes/responses/endpoint.js'

const reader = createResponse.request!

/** The body of a request. */
function asked(fields: object): ResponseCreateParams {
  // Only the fields in question are given.
  return { model: 'gpt-5', ...fields } as ResponseCreateParams
}

it('reads an input of one text', () => {
  expect(reader.conversation(asked({ input: 'Hello?' }))).toEqual([
    { role: 'user', text: 'Hello?' },
  ])
})

it('reads the messages of an input', () => {
  const input = [
    { role: 'developer', content: 'Be brief.' },
    { role: 'user', content: 'Hello?' },
    { role: 'assistant', content: 'Hi' },
    {
      type: 'message',
      role: 'user',
      content: [
        { type: 'input_text', text: 'Look ' },
        { type: 'input_image', image_url: 'data:' },
        { type: 'input_text', text: 'here' },
      ],
    },
  ]

  expect(reader.conversation(asked({ input }))).toEqual([
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: 'Hello?' },
    { role: 'assistant', text: 'Hi' },
    { role: 'user', text: 'Look here' },
  ])
})

it('reads the other items of an input', () => {
  const input = [
    { type: 'reasoning', summary: [] },
    { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' },
    { type: 'function_call_output', call_id: 'call_1', output: 'Sunny' },
    { type: 'local_shell_call_output', id: 'lsh_1', output: '' },
    { type: 'mcp_approval_response', approval_request_id: 'mcpr_1', approve: true },
    { type: 'item_reference', id: 'msg_1' },
  ]

  expect(reader.conversation(asked({ input }))).toEqual([
    { role: 'assistant', text: '' },
    { role: 'assistant', text: '', toolCalls: [{ id: 'call_1', name: 'f', arguments: '{}' }] },
    { role: 'tool', callId: 'call_1', text: 'Sunny' },
    { role: 'tool', callId: 'lsh_1', text: '' },
    { role: 'system', text: '' },
    { role: 'assistant', text: '' },
  ])
})

it('lists tools by name, by server and by type, with those in namespaces', () => {
  const tools = [
    { type: 'function', name: 'get_weather', parameters: {} },
    { type: 'custom', name: 'sql' },
    { type: 'mcp', server_label: 'docs' },
    { type: 'web_search' },
    { type: 'namespace', name: 'crm', tools: [{ type: 'function', name: 'find' }] },
  ]

  expect(reader.tools?.(asked({ tools }))).toEqual([
    'get_weather',
    'sql',
    'docs',
    'web_search',
    'crm',
    'find',
  ])
  expect(reader.tools?.(asked({}))).toEqual([])
})

it.each([
  [{ input: 'Hello?' }, false],
  [{ input: 'Hello?', previous_response_id: null, conversation: null }, false],
  [{ input: 'Hello?', previous_response_id: 'resp_1' }, true],
  [{ input: 'Hello?', conversation: 'conv_1' }, true],
  [{ input: [], conversation: { id: 'conv_1' } }, true],
  [{ prompt: { id: 'pmpt_1' } }, true],
])('says whether %j is continued: %j', (fields, expected) => {
  expect(reader.isContinued?.(asked(fields))).toBe(expected)
})

it.each([
  [undefined],
  [null],
  ['Hello?'],
  [5],
  [[]],
  [{ input: 5, tools: 'all' }],
  [{ input: [null, 5, 'Hello?', [], { role: 5, type: 5 }], tools: [null, 5, { name: 5 }] }],
  [{ input: [{ role: 'user', content: [null, { text: 5 }] }], tools: [{ tools: [null] }] }],
])('reads %j without an error', (given) => {
  // A body may be of any shape at run time.
  const body = given as unknown as ResponseCreateParams

  expect(Array.isArray(reader.conversation(body))).toBe(true)
  expect(Array.isArray(reader.tools?.(body))).toBe(true)
  expect(typeof reader.isContinued?.(body)).toBe('boolean')
})
