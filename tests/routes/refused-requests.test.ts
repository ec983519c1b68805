import OpenAI, { BadRequestError } from 'openai'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import type { ResponseCreateParams } from 'openai/resources/responses/responses'
import { createFetch } from 'msw-openai/fetch'
import { beta, chat, createRoutes, responses } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { ask, CHAT } from './support.js'

const { runs, createAndRun } = beta.threads
const { completions } = chat

/** A client of routes that answer every request. */
const client = new OpenAI({
  apiKey: 'test',
  maxRetries: 0,
  fetch: createFetch([
    completions.create('Hello'),
    responses.create('Hello'),
    createAndRun('Hello'),
    runs.create('Hello'),
    runs.submitToolOutputs('Hello'),
  ]),
})

const user = { role: 'user', content: 'Hi' }
const call = (id: string) => ({ id, type: 'function', function: { name: 'a', arguments: '{}' } })
const calls = (...ids: string[]) => ({ role: 'assistant', tool_calls: ids.map(call) })
const result = (id?: string) => ({ role: 'tool', content: '{}', tool_call_id: id })
const tool = (name: unknown) => ({ type: 'function', function: { name } })

/** A body, and what the API says about it. */
type Refused = [
  name: string,
  body: object,
  message: string,
  param: string | null,
  code: string | null,
]

const missing = (param: string) =>
  [`Missing required parameter: '${param}'.`, param, 'missing_required_parameter'] as const

const REFUSED_CHATS: Refused[] = [
  ['no model', { model: undefined }, 'you must provide a model parameter', null, null],
  [
    'nothing',
    { model: undefined, messages: undefined },
    'you must provide a model parameter',
    null,
    null,
  ],
  ['no messages', { messages: undefined }, ...missing('messages')],
  [
    'a text for messages',
    { messages: 'Hi' },
    "Invalid type for 'messages': expected an array of objects, but got a string instead.",
    'messages',
    'invalid_type',
  ],
  [
    'an empty list of messages',
    { messages: [] },
    "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
    'messages',
    'empty_array',
  ],
  [
    'a role that is unknown',
    { messages: [{ role: 'ai', content: 'Hi' }] },
    "Invalid value: 'ai'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.",
    'messages[0].role',
    'invalid_value',
  ],
  [
    'a message without a role',
    { messages: [user, { content: 'Hi' }] },
    ...missing('messages[1].role'),
  ],
  [
    'a content that is an object',
    { messages: [{ role: 'user', content: { text: 'Hi' } }] },
    "Invalid type for 'messages[0].content': expected one of a string or array of objects, but got an object instead.",
    'messages[0].content',
    'invalid_type',
  ],
  [
    'a content that is null',
    { messages: [user, { role: 'assistant', content: null }] },
    "Invalid value for 'content': expected a string, got null.",
    'messages.[1].content',
    null,
  ],
  [
    'a developer without content',
    { messages: [{ role: 'developer' }] },
    ...missing('messages[0].content'),
  ],
  [
    'a result without the id of its call',
    { messages: [calls('call_1'), result()] },
    "Missing parameter 'tool_call_id': messages with role 'tool' must have a 'tool_call_id'.",
    'messages.[1].tool_call_id',
    null,
  ],
  [
    'a result of no call',
    { messages: [user, result('call_1')] },
    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
    'messages.[1].role',
    null,
  ],
  [
    'a result of another call',
    { messages: [user, calls('call_1'), result('call_2')] },
    "Invalid parameter: 'tool_call_id' of 'call_2' not found in 'tool_calls' of previous message.",
    'messages.[2].tool_call_id',
    null,
  ],
  [
    'calls without results at the end',
    { messages: [user, calls('call_1', 'call_2', 'call_3'), result('call_2')] },
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: call_1, call_3",
    'messages',
    null,
  ],
  [
    'a call without a result before another message',
    { messages: [calls('call_1'), user, result('call_1')] },
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: call_1",
    'messages.[1].role',
    null,
  ],
  [
    'an empty list of tool calls',
    { messages: [user, { role: 'assistant', content: 'Hi', tool_calls: [] }] },
    "Invalid 'messages[1].tool_calls': empty array. Expected an array with minimum length 1, but got an empty array instead.",
    'messages[1].tool_calls',
    'empty_array',
  ],
  [
    'options of a stream without a stream',
    { stream_options: { include_usage: true } },
    "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
    'stream_options',
    null,
  ],
  [
    'no choice',
    { n: 0 },
    "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead.",
    'n',
    'integer_below_min_value',
  ],
  [
    'a number of choices that is a text',
    { n: '2' },
    "Invalid type for 'n': expected an integer, but got a string instead.",
    'n',
    'invalid_type',
  ],
  [
    'too high a temperature',
    { temperature: 3 },
    "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.",
    'temperature',
    'decimal_above_max_value',
  ],
  [
    'a stop that is a number',
    { stop: [123] },
    "Invalid type for 'stop[0]': expected a string, but got an integer instead.",
    'stop[0]',
    'invalid_type',
  ],
  [
    'too many stops',
    { stop: ['a', 'b', 'c', 'd', 'e'] },
    "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length 5 instead.",
    'stop',
    'array_above_max_length',
  ],
  [
    'too low a temperature',
    { temperature: -0.5 },
    "Invalid 'temperature': decimal below minimum value. Expected a value >= 0, but got -0.5 instead.",
    'temperature',
    'decimal_below_min_value',
  ],
  [
    'too low a penalty',
    { presence_penalty: -3 },
    "Invalid 'presence_penalty': decimal below minimum value. Expected a value >= -2, but got -3 instead.",
    'presence_penalty',
    'decimal_below_min_value',
  ],
  [
    'no tokens',
    { max_completion_tokens: 0 },
    "Invalid 'max_completion_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead.",
    'max_completion_tokens',
    'integer_below_min_value',
  ],
  ['a format without a type', { response_format: {} }, ...missing('response_format.type')],
  [
    'a format of an unknown type',
    { response_format: { type: 'xml' } },
    "Invalid value: 'xml'. Supported values are: 'json_object', 'json_schema', and 'text'.",
    'response_format.type',
    'invalid_value',
  ],
  [
    'a format without its schema',
    { response_format: { type: 'json_schema' } },
    ...missing('response_format.json_schema'),
  ],
  [
    'a schema without a name',
    { response_format: { type: 'json_schema', json_schema: { schema: {} } } },
    ...missing('response_format.json_schema.name'),
  ],
  [
    'an empty list of tools',
    { tools: [] },
    "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.",
    'tools',
    'empty_array',
  ],
  ['a tool without a type', { tools: [{ name: 'a' }] }, ...missing('tools[0].type')],
  [
    'a tool without its function',
    { tools: [{ type: 'function' }] },
    ...missing('tools[0].function'),
  ],
  ['a function without a name', { tools: [tool(undefined)] }, ...missing('tools[0].function.name')],
  [
    'a function with an empty name',
    { tools: [tool('')] },
    "Invalid 'tools[0].function.name': empty string. Expected a string with minimum length 1, but got an empty string instead.",
    'tools[0].function.name',
    'empty_string',
  ],
  [
    'a function with a space in its name',
    { tools: [tool('a'), tool('get weather')] },
    "Invalid 'tools[1].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
    'tools[1].function.name',
    'invalid_value',
  ],
  ['an older function without a name', { functions: [{}] }, ...missing('functions[0].name')],
  [
    'functions that are a text',
    { functions: 'a' },
    "Invalid type for 'functions': expected an array of function definitions, but got a string instead.",
    'functions',
    'invalid_type',
  ],
  [
    'a choice of no tools',
    { tool_choice: 'auto' },
    "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
    'tool_choice',
    null,
  ],
]

it.each(REFUSED_CHATS)('refuses a chat with %s', async (_, body, message, param, code) => {
  const params = { model: 'gpt-5', messages: [user], ...body } as ChatCompletionCreateParams
  const error = await caught(client.chat.completions.create(params))

  expect(error).toBeInstanceOf(BadRequestError)
  expect(error).toMatchObject({
    message: `400 ${message}`,
    param,
    code,
    type: 'invalid_request_error',
  })
})

const output = (id: string) => ({ type: 'function_call_output', call_id: id, output: '{}' })
const called = (id: string) => ({ type: 'function_call', call_id: id, name: 'a', arguments: '{}' })
const reference = { type: 'item_reference', id: 'fc_1' }

const REFUSED_RESPONSES: Refused[] = [
  ['no model', { model: undefined }, ...missing('model')],
  ['nothing', { model: undefined, input: undefined }, ...missing('model')],
  ['no input', { input: undefined }, ...missing('input')],
  [
    'an empty input',
    { input: [] },
    `One of "input" or "previous_response_id" or 'prompt' or 'conversation' must be provided.`,
    null,
    'missing_required_parameter',
  ],
  [
    'an input that is an object',
    { input: { text: 'Hi' } },
    "Invalid type for 'input': expected one of a string or array of input items, but got an object instead.",
    'input',
    'invalid_type',
  ],
  [
    'an item that is a text',
    { input: [user, 'Hi'] },
    "Invalid type for 'input[1]': expected an input item, but got a string instead.",
    'input[1]',
    'invalid_type',
  ],
  [
    'the messages of a chat',
    { input: undefined, messages: [user] },
    "Unsupported parameter: 'messages'. In the Responses API, this parameter has moved to 'input'. Try again with the new parameter. See the API documentation for more information: https://platform.openai.com/docs/api-reference/responses/create.",
    null,
    'unsupported_parameter',
  ],
  [
    'the role of a tool',
    { input: [user, { role: 'tool', content: 'Sunny' }] },
    "Invalid value: 'tool'. Supported values are: 'assistant', 'system', 'developer', and 'user'.",
    'input[1]',
    'invalid_value',
  ],
  [
    'a call without an output',
    { input: [user, called('call_1'), called('call_2'), output('call_1')] },
    'No tool output found for function call call_2.',
    'input',
    null,
  ],
  [
    'an output without a call',
    { input: [user, output('call_1')] },
    'No tool call found for function call output with call_id call_1.',
    'input',
    null,
  ],
  [
    'an output before its call',
    { input: [output('call_1'), called('call_1')] },
    'No tool call found for function call output with call_id call_1.',
    'input',
    null,
  ],
  [
    'a call of a custom tool without an output',
    { input: [{ type: 'custom_tool_call', call_id: 'call_1', name: 'sql', input: '' }] },
    'No tool output found for custom tool call call_1.',
    'input',
    null,
  ],
  ['a tool of a chat', { tools: [tool('a')] }, ...missing('tools[0].name')],
  [
    'a search of files without vector stores',
    { tools: [{ type: 'file_search' }] },
    ...missing('tools[0].vector_store_ids'),
  ],
  [
    'tools that are a text',
    { tools: 'a' },
    "Invalid type for 'tools': expected an array of tools, but got a string instead.",
    'tools',
    'invalid_type',
  ],
  [
    'a function with a dot in its name',
    { tools: [{ type: 'function', name: 'get.weather' }] },
    "Invalid 'tools[0].name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
    'tools[0].name',
    'invalid_value',
  ],
  [
    'a schema without a name',
    { text: { format: { type: 'json_schema', json_schema: { name: 'a' } } } },
    ...missing('text.format.name'),
  ],
  [
    'too few tokens',
    { max_output_tokens: 15 },
    "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got 15 instead.",
    'max_output_tokens',
    'integer_below_min_value',
  ],
]

it.each(REFUSED_RESPONSES)('refuses a response with %s', async (_, body, message, param, code) => {
  const params = { model: 'gpt-5', input: 'Hi', ...body } as ResponseCreateParams
  const error = await caught(client.responses.create(params))

  expect(error).toBeInstanceOf(BadRequestError)
  expect(error).toMatchObject({
    message: `400 ${message}`,
    param,
    code,
    type: 'invalid_request_error',
  })
})

const REFUSED_RUNS: Refused[] = [
  ['no assistant', { assistant_id: undefined }, ...missing('assistant_id')],
  [
    'too high a temperature',
    { temperature: 2.5 },
    "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 2.5 instead.",
    'temperature',
    'decimal_above_max_value',
  ],
]

it.each(REFUSED_RUNS)('refuses a run with %s', async (_, body, message, param, code) => {
  const params = { assistant_id: 'asst_1', ...body }
  const { threads } = client.beta
  const errors = [
    await caught(threads.runs.create('thread_1', params)),
    await caught(threads.createAndRun(params)),
  ]

  for (const error of errors) {
    expect(error).toBeInstanceOf(BadRequestError)
    expect(error).toMatchObject({ message: `400 ${message}`, param, code })
  }
})

const LONG = Array.from({ length: 1000 }, (_, index) =>
  index % 2 ? result(`call_${index - 1}`) : calls(`call_${index}`),
)
const picture = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } }
const sound = { type: 'input_audio', input_audio: { data: '', format: 'wav' } }
const nothing = null

it.each<[name: string, body: object]>([
  [
    'the messages of a developer and a system',
    {
      messages: [
        { role: 'developer', content: 'Hi' },
        { role: 'system', content: '' },
      ],
    },
  ],
  [
    'parts',
    { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }, picture, sound] }] },
  ],
  ['an empty list of parts', { messages: [{ role: 'user', content: [] }] }],
  ['a name', { messages: [{ ...user, name: 'Zoë' }] }],
  ['a refusal', { messages: [user, { role: 'assistant', refusal: 'No.' }, user] }],
  [
    'a refusal part',
    { messages: [user, { role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] }] },
  ],
  ['an audio', { messages: [user, { role: 'assistant', audio: { id: 'audio_1' } }, user] }],
  [
    'an older function',
    {
      messages: [
        { role: 'assistant', function_call: { name: 'a', arguments: '{}' } },
        { role: 'function', name: 'a', content: '{}' },
      ],
    },
  ],
  ['results in any order', { messages: [calls('a', 'b'), result('b'), result('a'), user] }],
  ['a result that is sent twice', { messages: [calls('a'), result('a'), result('a')] }],
  [
    'calls beside a content',
    { messages: [{ ...calls('a'), content: null, refusal: null }, result('a')] },
  ],
  [
    'a call of a custom tool',
    {
      messages: [
        {
          role: 'assistant',
          tool_calls: [{ id: 'a', type: 'custom', custom: { name: 'sql', input: '' } }],
        },
        result('a'),
      ],
    },
  ],
  ['a thousand messages', { messages: LONG }],
  ['no tools', { tools: nothing, tool_choice: nothing, functions: nothing }],
  [
    'tools of each kind',
    { tools: [tool('get_weather-2'), { type: 'custom', custom: { name: 'sql' } }] },
  ],
  [
    'a choice of a function',
    { tools: [tool('a')], tool_choice: { type: 'function', function: { name: 'a' } } },
  ],
  [
    'a choice of allowed tools',
    { tools: [tool('a')], tool_choice: { type: 'allowed_tools', allowed_tools: {} } },
  ],
  ['a choice of none', { tool_choice: 'none' }],
  [
    'a required choice',
    { tools: [tool('a')], tool_choice: 'required', parallel_tool_calls: false },
  ],
  [
    'a schema with a name',
    { response_format: { type: 'json_schema', json_schema: { name: 'a-b_1', strict: true } } },
  ],
  ['JSON', { response_format: { type: 'json_object' } }],
  [
    'numbers at their bounds',
    { temperature: 2, top_p: 1, n: 1, presence_penalty: -2, frequency_penalty: 2, max_tokens: 1 },
  ],
  ['zeros', { temperature: 0, top_p: 0, presence_penalty: 0, frequency_penalty: 0, seed: 0 }],
  [
    'null',
    {
      stop: nothing,
      n: nothing,
      temperature: nothing,
      response_format: nothing,
      stream: nothing,
      stream_options: nothing,
      max_completion_tokens: nothing,
      user: nothing,
    },
  ],
  [
    'fields that are unknown',
    { messages: [{ ...user, cache_control: { type: 'ephemeral' } }], reasoning: {}, provider: {} },
  ],
])('takes a chat with %s', async (_, body) => {
  const params = { model: 'gpt-5', messages: [user], ...body } as ChatCompletionCreateParams

  expect(await client.chat.completions.create(params)).toMatchObject({ object: 'chat.completion' })
})

it.each<[name: string, body: object]>([
  [
    'parts',
    {
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Hi' },
            { type: 'input_image', image_url: '' },
          ],
        },
      ],
    },
  ],
  [
    'items of every kind',
    {
      input: [
        { type: 'message', ...user },
        { type: 'reasoning', id: 'rs_1', summary: [] },
        { type: 'compaction_trigger' },
      ],
    },
  ],
  ['calls with their outputs', { input: [called('a'), called('b'), output('b'), output('a')] }],
  [
    'calls that need no output',
    {
      input: [
        { type: 'web_search_call', id: 'ws_1', status: 'completed' },
        { type: 'mcp_call', id: 'mcp_1' },
      ],
    },
  ],
  [
    'the output of a call in an earlier response',
    { previous_response_id: 'resp_1', input: [output('a')] },
  ],
  ['the output of a call in a conversation', { conversation: 'conv_1', input: [output('a')] }],
  ['the output of a call that is referred to', { input: [reference, output('a')] }],
  ['a reference by its id', { input: [{ id: 'fc_1' }, output('a')] }],
  ['an empty input after a response', { previous_response_id: 'resp_1', input: [] }],
  ['a prompt', { model: undefined, input: undefined, prompt: { id: 'pmpt_1' } }],
  ['a prompt, and an empty input', { prompt: { id: 'pmpt_1' }, input: '' }],
  ['no tools', { tools: [], tool_choice: 'auto' }],
  [
    'tools of many kinds',
    {
      tools: [
        { type: 'function', name: 'a', parameters: null, strict: null },
        { type: 'web_search' },
        { type: 'mcp', server_label: 'my server' },
      ],
    },
  ],
  ['a choice of a tool', { tools: [{ type: 'web_search' }], tool_choice: { type: 'web_search' } }],
  [
    'a schema with a name',
    { text: { format: { type: 'json_schema', name: 'a', schema: {} }, verbosity: 'low' } },
  ],
  ['a text', { text: { format: { type: 'text' } } }],
  [
    'null',
    {
      previous_response_id: nothing,
      conversation: nothing,
      temperature: nothing,
      tools: nothing,
      text: nothing,
      max_output_tokens: nothing,
      stream: nothing,
      prompt: nothing,
    },
  ],
  ['fields that are unknown', { stream_options: { include_obfuscation: false }, provider: {} }],
])('takes a response with %s', async (_, body) => {
  const params = { model: 'gpt-5', input: 'Hi', ...body } as ResponseCreateParams

  expect(await client.responses.create(params)).toMatchObject({ object: 'response' })
})

it('refuses nothing where the requests are not checked', async () => {
  const { chat: unchecked } = createRoutes({ checkRequests: false })
  const route = unchecked.completions.create('Hello')
  const body = { ...CHAT, messages: [result()], n: 0, stream: false }

  expect((await ask(route, { body })).status).toBe(200)
})

/** The error of a request that is refused. */
function caught(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => undefined,
    (error: unknown) => error,
  )
}
