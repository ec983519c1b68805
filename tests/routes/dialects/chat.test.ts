import { reply } from 'msw-openai/routes'
import {
  deepseek,
  groq,
  mistral,
  ollama,
  openrouter,
  perplexity,
  together,
  vllm,
  xai,
} from 'msw-openai/dialects'
import { StreamError } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { ask, Scripted } from '../support.js'
import { chunks } from '../../support.js'
import { askChat, CHAT, choicesOf, PLAIN, recordsOf, routesOf } from './support.js'

const WITH_USAGE = { ...CHAT, stream_options: { include_usage: true } }
const CALL = reply({ toolCalls: [{ name: 'add', arguments: { a: 2, b: 'to 3' } }] })
const HEAD = '"object":"chat.completion.chunk","created":1700000000'

it('writes as Groq does: x_groq at both ends, and escaped markup', async () => {
  const response = await askChat(groq, '<b>')

  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(await response.text()).toBe(
    [
      `data: {"id":"chatcmpl-1",${HEAD},"model":"small","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"x_groq":{"id":"req_1"}}\n\n`,
      `data: {"id":"chatcmpl-1",${HEAD},"model":"small","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":"\\u003cb\\u003e"},"logprobs":null,"finish_reason":null}]}\n\n`,
      `data: {"id":"chatcmpl-1",${HEAD},"model":"small","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"x_groq":{"id":"req_1","usage":{"queue_time":0,"prompt_tokens":10,"prompt_time":0,"completion_tokens":10,"completion_time":0,"total_tokens":20,"total_time":0}}}\n\n`,
      'data: [DONE]\n\n',
    ].join(''),
  )
})

it('adds the usage chunk of Groq where the request asks for it', async () => {
  const records = recordsOf(await (await askChat(groq, 'Hi', WITH_USAGE)).text())

  expect(records.at(-2)).toMatch(
    /"choices":\[\],"usage":\{"queue_time":0,.*"service_tier":"on_demand"\}$/,
  )
  expect(records.at(-3)).toMatch(/"x_groq":\{"id":"req_1","usage":\{.*\}\},"usage":\{/)
})

it('names an error in the stream of Groq, and sends no [DONE]', async () => {
  const error = new StreamError({
    message: 'No <tool>',
    type: 'invalid_request_error',
    code: 'tool_use_failed',
    status_code: 400,
  })
  const records = recordsOf(await (await askChat(groq, new Scripted(chunks('Hi'), error))).text())

  expect(records).toHaveLength(2)
  expect(records[1]).toBe(
    'event: error\ndata: {"error":{"message":"No \\u003ctool\\u003e","type":"invalid_request_error","code":"tool_use_failed","status_code":400}}',
  )
})

it('writes as DeepSeek does: reasoning_content, and the usage at the end', async () => {
  const answer = reply({ reasoning: 'Hm', text: 'Hi', usage: { input: 6, output: 3 } })

  expect(recordsOf(await (await askChat(deepseek, answer)).text())).toEqual([
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":""},"logprobs":null,"finish_reason":null}],"usage":null}`,
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":null,"reasoning_content":"Hm"},"logprobs":null,"finish_reason":null}],"usage":null}`,
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":"Hi","reasoning_content":null},"logprobs":null,"finish_reason":null}],"usage":null}`,
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":"","reasoning_content":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":6,"completion_tokens":3,"total_tokens":9,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0},"prompt_cache_hit_tokens":0,"prompt_cache_miss_tokens":6}}`,
    'data: [DONE]',
  ])
})

it('writes as OpenRouter does: a comment, the provider, and the usage in a choice', async () => {
  const records = recordsOf(
    await (await askChat(openrouter, reply({ reasoning: 'Hm', text: 'Hi' }))).text(),
  )

  expect(records.slice(0, 3)).toEqual([
    ': OPENROUTER PROCESSING',
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","provider":"OpenAI","choices":[{"index":0,"delta":{"content":"","role":"assistant","reasoning":"Hm","reasoning_details":[{"type":"reasoning.text","text":"Hm","format":"unknown","index":0}]},"finish_reason":null,"native_finish_reason":null}]}`,
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","provider":"OpenAI","choices":[{"index":0,"delta":{"content":"Hi","role":"assistant"},"finish_reason":null,"native_finish_reason":null}]}`,
  ])
  expect(records.at(-2)).toContain(
    '"choices":[{"index":0,"delta":{"content":"","role":"assistant"},"finish_reason":"stop","native_finish_reason":"stop"}],"usage":{"prompt_tokens":10,',
  )
  expect(records.at(-1)).toBe('data: [DONE]')
})

it('puts an error of OpenRouter into a chunk, before [DONE]', async () => {
  const error = new StreamError({ message: 'Gone', code: 502 })
  const records = recordsOf(
    await (await askChat(openrouter, new Scripted(chunks('Hi'), error))).text(),
  )

  expect(records.slice(1)).toEqual([
    'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"gpt-5","provider":"OpenAI","error":{"code":502,"message":"Gone"},"choices":[{"index":0,"delta":{"content":"","role":"assistant"},"finish_reason":"error","native_finish_reason":"error"}]}',
    'data: [DONE]',
  ])
})

it("keeps the author's own fields of a completion in their place", async () => {
  const answer = { choices: [{ message: { content: 'Hi' } }], provider: 'Novita', cost: 1 }
  const records = recordsOf(await (await askChat(openrouter, answer)).text())

  expect(records[1]).toContain('"provider":"Novita","choices"')
  expect(records.filter((record) => record.includes('"cost":1}'))).toHaveLength(1)
})

it('writes as Mistral does: a list of parts for a reasoning, and padding', async () => {
  expect(
    recordsOf(await (await askChat(mistral, reply({ reasoning: 'Hm', text: 'Hi' }))).text()),
  ).toEqual([
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}`,
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]}]},"finish_reason":null}],"p":"cdefghijklmnopqrstuvwxyz0123456789"}`,
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}],"p":"qrstuvwxyz0123456789"}`,
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"total_tokens":20,"completion_tokens":10},"p":"opqrstuvwxyz0123456789"}`,
    'data: [DONE]',
  ])
})

it('writes as xAI does: no finish_reason before the end', async () => {
  expect(
    recordsOf(await (await askChat(xai, reply({ reasoning: 'Hm', text: 'Hi' }))).text()),
  ).toEqual([
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","choices":[{"index":0,"delta":{"reasoning_content":"Hm","role":"assistant"}}],"system_fingerprint":"fp_1"}`,
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","choices":[{"index":0,"delta":{"content":"Hi"}}],"system_fingerprint":"fp_1"}`,
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"system_fingerprint":"fp_1"}`,
    'data: [DONE]',
  ])
})

it('writes as Together does: the role and the text in every chunk', async () => {
  expect(recordsOf(await (await askChat(together, 'Hi')).text())).toEqual([
    'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"choices":[{"index":0,"text":"Hi","logprobs":null,"finish_reason":null,"seed":null,"delta":{"role":"assistant","content":"Hi"}}],"model":"small","usage":null}',
    'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"choices":[{"index":0,"text":"","logprobs":null,"finish_reason":"stop","seed":null,"delta":{"role":"assistant","content":""}}],"model":"small","usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20,"cached_tokens":0}}',
    'data: [DONE]',
  ])
})

/** The beginning of a chunk of Perplexity. */
function perplexityHead(tokens: number): string {
  return `data: {"id":"chatcmpl-1","model":"small","created":1700000000,"usage":{"prompt_tokens":10,"completion_tokens":${tokens},"total_tokens":${10 + tokens},"search_context_size":"low","cost":{"input_tokens_cost":0,"output_tokens_cost":0,"total_cost":0}},"citations":["https://example.com"],"search_results":[]`
}

it('writes as Perplexity does: the text so far, CRLF, and no [DONE]', async () => {
  const answer = {
    choices: [{ message: { content: 'Hi there' } }],
    citations: ['https://example.com'],
  }

  expect(await (await askChat(perplexity, answer)).text()).toBe(
    [
      `${perplexityHead(1)},"object":"chat.completion.chunk","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"delta":{"role":"assistant","content":"Hi"}}]}\r\n\r\n`,
      `${perplexityHead(2)},"object":"chat.completion.chunk","choices":[{"index":0,"message":{"role":"assistant","content":"Hi there"},"delta":{"role":"assistant","content":" there"}}]}\r\n\r\n`,
      `${perplexityHead(10)},"object":"chat.completion.done","choices":[{"index":0,"message":{"role":"assistant","content":"Hi there"},"delta":{"role":"assistant","content":""},"finish_reason":"stop"}]}\r\n\r\n`,
    ].join(''),
  )
})

it('writes as Ollama does: reasoning, and escaped markup', async () => {
  const records = recordsOf(
    await (await askChat(ollama, reply({ reasoning: 'Hm', text: 'a & b' }), WITH_USAGE)).text(),
  )

  expect(records.slice(0, 2)).toEqual([
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"Hm"},"finish_reason":null}]}`,
    `data: {"id":"chatcmpl-1",${HEAD},"model":"small","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}`,
  ])
  expect(records[2]).toContain('"delta":{"content":" \\u0026"}')
  expect(records.at(-2)).toContain(
    '"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20}}',
  )
})

it('writes as vLLM does: a stop_reason at the end', async () => {
  expect(
    choicesOf(await (await askChat(vllm, reply({ reasoning: 'Hm', text: 'Hi' }))).text()),
  ).toEqual([
    [{ index: 0, delta: { role: 'assistant' }, logprobs: null, finish_reason: null }],
    [{ index: 0, delta: { reasoning_content: 'Hm' }, logprobs: null, finish_reason: null }],
    [{ index: 0, delta: { content: 'Hi' }, logprobs: null, finish_reason: null }],
    [
      {
        index: 0,
        delta: { content: '' },
        logprobs: null,
        finish_reason: 'stop',
        stop_reason: null,
      },
    ],
    'data: [DONE]',
  ])
})

it('writes a legacy completion as vLLM does: the model first, a stop_reason and a usage in each textChunk', async () => {
  const route = routesOf(vllm).completions.create('Hi there')
  const body = {
    model: 'small',
    prompt: 'Hi',
    stream: true,
    stream_options: { include_usage: true },
  }
  const response = await ask(route, { url: `${vllm.baseURL}/completions`, body })

  const head = '"id":"cmpl-1","object":"text_completion","created":1700000000,"model":"small"'
  const textChunk = (text: string, reason: string) =>
    `data: {${head},"choices":[{"index":0,"text":"${text}","logprobs":null,"finish_reason":${reason},"stop_reason":null}],"usage":null}`
  expect(recordsOf(await response.text())).toEqual([
    textChunk('Hi', 'null'),
    textChunk(' there', 'null'),
    textChunk('', '"stop"'),
    `data: {${head},"choices":[],"usage":{"prompt_tokens":10,"total_tokens":20,"completion_tokens":10}}`,
    'data: [DONE]',
  ])
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
})

it.each([groq, mistral, ollama, xai])(
  'sends each tool call of $name in one piece',
  async (dialect) => {
    const text = await (await askChat(dialect, CALL)).text()

    expect(text.match(/"name":"add","arguments":"\{\\"a\\":2,\\"b\\":\\"to 3\\"\}"/g)).toHaveLength(
      1,
    )
    expect(text.match(/"tool_calls":\[/g)).toHaveLength(1)
  },
)

it.each([deepseek, openrouter, together, perplexity, vllm])(
  'sends the arguments of a tool call of $name piece by piece',
  async (dialect) => {
    const text = await (await askChat(dialect, CALL)).text()

    expect(text.match(/"tool_calls":\[/g)).toHaveLength(3)
    expect(text).toContain('"finish_reason":"tool_calls"')
  },
)

it.each([
  [deepseek, { reasoning_content: 'Hm' }],
  [groq, { reasoning: 'Hm' }],
  [
    mistral,
    {
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
        { type: 'text', text: 'Hi' },
      ],
    },
  ],
  [ollama, { reasoning: 'Hm' }],
  [
    openrouter,
    {
      reasoning: 'Hm',
      reasoning_details: [{ type: 'reasoning.text', text: 'Hm', format: 'unknown', index: 0 }],
    },
  ],
  [xai, { reasoning_content: 'Hm' }],
])('answers a request without a stream as $name does', async (dialect, fields) => {
  const answer = reply({ reasoning: 'Hm', text: 'Hi' })
  const response = await askChat(dialect, answer, PLAIN)

  expect(await response.json()).toMatchObject({
    object: 'chat.completion',
    choices: [{ message: { role: 'assistant', content: 'Hi', ...fields } }],
  })
})

it.each([deepseek, groq, mistral, ollama, openrouter, together, vllm, xai])(
  'sends the events of a script to a client of $name as they are',
  async (dialect) => {
    const [event] = chunks('Hi')
    const response = await askChat(dialect, new Scripted([event]))

    expect(await response.text()).toBe(`data: ${JSON.stringify(event)}\n\ndata: [DONE]\n\n`)
  },
)

it('gives each choice its own role and text', async () => {
  const text = await (await askChat(perplexity, 'Hi there', { ...CHAT, n: 2 })).text()

  expect(choicesOf(text)).toMatchObject([
    [{ index: 0, message: { content: 'Hi' } }],
    [{ index: 1, message: { content: 'Hi' } }],
    [{ index: 0, message: { content: 'Hi there' } }],
    [{ index: 1, message: { content: 'Hi there' } }],
    [{ index: 0, finish_reason: 'stop' }],
    [{ index: 1, finish_reason: 'stop' }],
  ])
})
