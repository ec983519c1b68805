import { expect, it } from 'vitest'
import {
  afterToolResult,
  beta,
  chat,
  hasTool,
  lastUserMessage,
  model,
  responses,
  turn,
  type Condition,
} from 'msw-openai/routes'
import { RecordedCall } from '../../../src/routes/call.js'
import { toCondition } from '../../../src/routes/conditions/when.js'

const { createAndRun, runs } = beta.threads

/** The endpoints by a field that only their bodies have. */
const endpoints = [
  ['messages', chat.completions.create],
  ['functions', chat.completions.create],
  ['input', responses.create],
  ['thread', createAndRun],
  ['tool_outputs', runs.submitToolOutputs],
  ['assistant_id', runs.create],
] as const

/** The endpoint whose request has such a body. */
function endpointOf(body: unknown) {
  const found = endpoints.find(([field]) => field in Object(body))?.[1]
  return (found ?? responses.create).endpoint
}

/** The differences between the body of a request and a condition. */
async function against(
  condition: Condition,
  body: unknown,
  answered = 0,
  { name, request }: ReturnType<typeof endpointOf> = endpointOf(body),
) {
  const url = new URL('https://api.openai.com/v1')
  const call = new RecordedCall(
    { name, request },
    { url, headers: new Headers(), params: {}, body, number: 1 },
  )
  const { differences } = await condition.compare(call, {
    answered,
    reader: request,
    endpoint: name,
  })
  return differences.map((one) => `${one.at}: expected ${one.expected}, received ${one.received}`)
}

const user = (content: unknown) => ({ role: 'user', content })
const system = { role: 'system', content: 'Be brief.' }
const assistant = { role: 'assistant', content: 'Hello' }
const calls = { role: 'assistant', tool_calls: [{ id: 'call_1' }, { id: 'call_2' }] }
const result = (tool_call_id: string) => ({ role: 'tool', tool_call_id, content: '{}' })
const call = (call_id: string) => ({ type: 'function_call', call_id, name: 'a', arguments: '{}' })
const output = (call_id: string) => ({ type: 'function_call_output', call_id, output: '{}' })
const said = { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] }

it.each([[undefined], ['no JSON'], [{ model: 'gpt-5' }]])(
  'meets an empty condition with every body, such as %j',
  async (body) => {
    expect(await against(toCondition({}), body)).toEqual([])
  },
)

it('names five tools of many, and the number of others', async () => {
  const tools = Array.from({ length: 60 }, (_, index) => ({ type: 'custom', name: `t${index}` }))

  expect(await against(hasTool('it'), { tools })).toEqual([
    'the tools: expected "it", received "t0", "t1", "t2", "t3", "t4" and 55 more',
  ])
})

it.each<[string, object]>([
  ['a message', { messages: [system, user('Hi')] }],
  [
    'parts',
    {
      messages: [
        user([
          { type: 'text', text: 'H' },
          { type: 'text', text: 'i' },
        ]),
      ],
    },
  ],
  [
    'a text beside an image',
    {
      messages: [
        user([
          { type: 'image_url', image_url: {} },
          { type: 'text', text: 'Hi' },
        ]),
      ],
    },
  ],
  ['the last of several', { messages: [user('Hello?'), assistant, user('Hi')] }],
  ['one before a tool result', { messages: [user('Hi'), calls, result('call_1')] }],
  ['an input', { input: 'Hi' }],
  ['an item', { input: [user('Hello?'), said, { type: 'message', ...user('Hi') }] }],
  ['parts of an item', { input: [user([{ type: 'input_text', text: 'Hi' }])] }],
  ['one before an output', { input: [user('Hi'), call('call_1'), output('call_1')] }],
  ['news', { previous_response_id: 'resp_1', input: [user('Hi')] }],
  ['a message of a run', { assistant_id: 'asst_1', additional_messages: [user('Hi')] }],
  ['a message of a thread', { assistant_id: 'asst_1', thread: { messages: [user('Hi')] } }],
])('finds the last user message in %s', async (_, body) => {
  expect(await against(lastUserMessage('Hi'), body)).toEqual([])
  expect(await against(lastUserMessage(/i$/), body)).toEqual([])
  expect(await against(lastUserMessage('H'), body)).toEqual([
    'the last user message: expected "H", received "Hi"',
  ])
})

it.each<[string, unknown]>([
  ['no messages', { messages: [] }],
  ['none of the user', { messages: [system, assistant] }],
  ['an output alone', { previous_response_id: 'resp_1', input: [output('call_1')] }],
  ['outputs of a run', { tool_outputs: [{ tool_call_id: 'call_1', output: '{}' }] }],
  ['a run', { assistant_id: 'asst_1', additional_messages: null }],
  ['no body', undefined],
])('finds no last user message in %s', async (_, body) => {
  expect(await against(lastUserMessage(/Hi/), body)).toEqual([
    'the last user message: expected /Hi/, received undefined',
  ])
})

const { endpoint: chatEndpoint } = chat.completions.create
const { endpoint: responseEndpoint } = responses.create

it.each<[string, object, ReturnType<typeof endpointOf>]>([
  ['a function of a chat', { type: 'function', function: { name: 'it' } }, chatEndpoint],
  ['a custom tool of a chat', { type: 'custom', custom: { name: 'it' } }, chatEndpoint],
  ['a function of a response', { type: 'function', name: 'it', parameters: {} }, responseEndpoint],
  ['an MCP server', { type: 'mcp', server_label: 'it' }, responseEndpoint],
  ['a tool of OpenAI', { type: 'it' }, responseEndpoint],
  [
    'a tool in a namespace',
    { type: 'namespace', name: 'crm', tools: [{ name: 'it' }] },
    responseEndpoint,
  ],
])('knows %s by its name', async (_, tool, endpoint) => {
  const other = { type: 'function', name: 'another' }

  expect(await against(hasTool('it'), { tools: [other, tool] }, 0, endpoint)).toEqual([])
})

it('knows the functions of old', async () => {
  expect(await against(hasTool('it'), { functions: [{ name: 'it' }] })).toEqual([])
})

it.each<[object, string]>([
  [{}, 'none'],
  [{ tools: null }, 'none'],
  [{ tools: [{ type: 'web_search' }, { type: 'function', name: 'i' }] }, '"web_search", "i"'],
])('names the tools in %j', async (body, received) => {
  expect(await against(hasTool('it'), body)).toEqual([
    `the tools: expected "it", received ${received}`,
  ])
})

it.each<[string, object]>([
  ['a message', { messages: [user('Hi'), calls, result('call_1')] }],
  ['several', { messages: [user('Hi'), calls, result('call_1'), result('call_2')] }],
  ['an output', { input: [user('Hi'), call('call_1'), output('call_1')] }],
  ['outputs', { input: [call('call_1'), call('call_2'), output('call_1'), output('call_2')] }],
  ['news', { previous_response_id: 'resp_1', input: [output('call_1')] }],
  [
    'an output of a custom tool',
    { input: [{ type: 'custom_tool_call_output', call_id: 'call_1' }] },
  ],
  ['an output of a shell', { input: [{ type: 'local_shell_call_output', id: 'call_1' }] }],
  ['outputs of a run', { tool_outputs: [{ tool_call_id: 'call_1', output: '{}' }] }],
])('knows a tool result by %s', async (_, body) => {
  expect(await against(afterToolResult(), body)).toEqual([])
  expect(await against(afterToolResult('call_1'), body)).toEqual([])
})

it.each<[object, string]>([
  [{ messages: [user('Hi')] }, `the user's "Hi"`],
  [{ messages: [calls, result('call_1'), assistant] }, 'what the assistant said'],
  [{ messages: [calls, result('call_1'), user('So?')] }, `the user's "So?"`],
  [{ messages: [system] }, 'what the system said'],
  [{ messages: [] }, 'nothing'],
  [{ input: 'Hi' }, `the user's "Hi"`],
  [{ input: [call('call_1'), output('call_1'), said] }, 'what the assistant said'],
])('describes the message after tool results in %j', async (body, received) => {
  expect(await against(afterToolResult(), body)).toEqual([
    `the end of the conversation: expected the result of a tool, received ${received}`,
  ])
})

it('names the calls with results', async () => {
  const messages = [calls, result('call_1'), assistant, calls, result('call_2'), result('call_3')]

  expect(await against(afterToolResult('call_1'), { messages })).toEqual([
    'the end of the conversation: expected the result of "call_1", ' +
      'received the result of "call_2", the result of "call_3"',
  ])
})

it('names five results of many, and the number of others', async () => {
  const messages = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(result)
  const results = ['a', 'b', 'c', 'd', 'e'].map((id) => `the result of "${id}"`)

  expect(await against(afterToolResult('it'), { messages })).toEqual([
    'the end of the conversation: expected the result of "it", ' +
      `received ${results.join(', ')} and 2 more`,
  ])
})

it('matches the whole model, or a pattern of it', async () => {
  expect(await against(model('gpt-5'), { model: 'gpt-5' })).toEqual([])
  expect(await against(model(/^gpt/), { model: 'gpt-5' })).toEqual([])
  expect(await against(model('gpt'), { model: 'gpt-5' })).toEqual([
    'model: expected "gpt", received "gpt-5"',
  ])
  expect(await against(model(/gpt/), {})).toEqual(['model: expected /gpt/, received undefined'])
})

it.each<[string, number, object]>([
  ['the first message', 1, { messages: [system, user('Hi')] }],
  ['no messages', 1, { messages: [] }],
  ['an answer', 2, { messages: [user('Hi'), assistant, user('So?')] }],
  ['the results of one turn', 2, { messages: [user('Hi'), calls, result('a'), result('b')] }],
  ['two turns', 3, { messages: [user('Hi'), calls, result('a'), calls, result('b')] }],
  ['an input', 1, { input: 'Hi' }],
  ['items', 1, { input: [user('Hi')] }],
  [
    'all items of one turn',
    2,
    { input: [user('Hi'), { type: 'reasoning' }, call('a'), call('b'), output('a'), output('b')] },
  ],
  ['references', 2, { input: [user('Hi'), { type: 'item_reference', id: 'msg_1' }, user('So?')] }],
  [
    'an approval',
    3,
    {
      input: [
        user('Hi'),
        { type: 'mcp_approval_request' },
        { type: 'mcp_approval_response' },
        said,
        user('So?'),
      ],
    },
  ],
])('counts the turns in a request after %s', async (_, number, body) => {
  expect(await against(turn(number), body, 7)).toEqual([])
  expect(await against(turn(9), body, 7)).toEqual([`the turn: expected 9, received ${number}`])
})

it.each<[string, object]>([
  ['a response', { previous_response_id: 'resp_1', input: [output('call_1')] }],
  ['a conversation', { conversation: 'conv_1', input: 'Hi' }],
  ['a run', { assistant_id: 'asst_1', additional_messages: [user('Hi')] }],
  ['tool outputs', { tool_outputs: [{ tool_call_id: 'call_1', output: '{}' }] }],
])('counts the calls answered so far where the server keeps %s', async (_, body) => {
  expect(await against(turn(1), body, 0)).toEqual([])
  expect(await against(turn(3), body, 2)).toEqual([])
})

it.each([
  [lastUserMessage('Hi'), 'lastUserMessage("Hi")'],
  [lastUserMessage(/Hi/i), 'lastUserMessage(/Hi/i)'],
  [hasTool('get_weather'), 'hasTool("get_weather")'],
  [afterToolResult(), 'afterToolResult()'],
  [afterToolResult('call_1'), 'afterToolResult("call_1")'],
  [model('gpt-5'), 'model("gpt-5")'],
  [turn(2), 'turn(2)'],
])('describes itself', ({ description }, expected) => {
  expect(description).toBe(expected)
})

it.each<[string, () => unknown, string]>([
  ['a text', () => lastUserMessage(5 as never), 'lastUserMessage(): expected a string or a RegExp'],
  ['a model', () => model(undefined as never), 'model(): expected a string or a RegExp, received'],
  ['a tool', () => hasTool(/a/ as never), 'hasTool(): expected a name, received /a/.'],
  ['a call', () => afterToolResult(1 as never), 'afterToolResult(): expected the id of a call'],
  ['turn 0', () => turn(0), 'turn(0): expected a number from 1 on.'],
  ['half a turn', () => turn(1.5), 'turn(1.5): expected a number from 1 on.'],
])('refuses what is not %s at once', (_, create, reason) => {
  expect(create).toThrow(`Failed to create ${reason}`)
})
