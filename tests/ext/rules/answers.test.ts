import { collect, foldRun, type SubmitToolOutputsBody } from 'msw-openai'
import { createBackend } from 'msw-openai/backend'
import { createFetch } from 'msw-openai/fetch'
import { chat, completions, createRoutes, responses } from 'msw-openai/routes'
import OpenAI, { APIError } from 'openai'
import { describe, expect, it } from 'vitest'
import { parseRules, rules } from 'msw-openai/rules'
import { clientOf } from '../backend/client-of.js'
import { newThread, textsOf } from '../backend/new-thread.js'

const HI = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Is it sunny?' }] }
const ASK = { model: 'gpt-5', input: 'Is it sunny?' }
const PROMPT = { model: 'gpt-3.5-turbo-instruct', prompt: 'Is it sunny?' }

const TOOLS = `
responses:
  - id: asks
    messages: [{ role: user, content: sunny, matcher: contains }]
    reply: { text: Let me look., toolCalls: [{ name: look, arguments: { city: Paris } }] }
  - id: tells
    messages: [{ role: user, content: sunny, matcher: contains }]
    when: { toolResult: look }
    reply: It is sunny in Paris.
    by: grapheme
`
const TOOL = { type: 'function' as const, function: { name: 'look', parameters: {} } }

/** Gives the answer to a chat. */
const say = async (client: OpenAI) =>
  (await client.chat.completions.create(HI)).choices[0]?.message.content

/** Makes a client of a new backend that answers by rules. */
const clientFor = (text: string) => clientOf(createBackend(rules(text)))

describe('one rule', () => {
  const text = `
responses:
  - id: sunny
    messages: [{ role: user, content: SUNNY, matcher: contains }]
    reply: It is sunny in Paris.
`

  it('answers a chat, streamed or not', async () => {
    const client = clientFor(text)
    const { choices, usage } = await client.chat.completions.create(HI)
    const stream = client.chat.completions.stream(HI)

    expect(choices[0]?.message.content).toBe('It is sunny in Paris.')
    expect(usage?.completion_tokens).toBeGreaterThan(0)
    expect((await stream.finalChatCompletion()).choices[0]?.message.content).toBe(
      'It is sunny in Paris.',
    )
  })

  it('answers a legacy completion, streamed or not', async () => {
    const client = clientFor(text)
    const { choices } = await client.completions.create(PROMPT)
    const chunks = await collect(client.completions.create({ ...PROMPT, stream: true }))

    expect(choices[0]?.text).toBe('It is sunny in Paris.')
    expect(chunks.map((chunk) => chunk.choices[0]?.text).join('')).toBe('It is sunny in Paris.')
  })

  it('answers a response, streamed or not, with instructions or without', async () => {
    const client = clientFor(text)
    const { output_text } = await client.responses.create({ ...ASK, instructions: 'Be kind.' })
    const stream = client.responses.stream(ASK)

    expect(output_text).toBe('It is sunny in Paris.')
    expect((await stream.finalResponse()).output_text).toBe('It is sunny in Paris.')
  })

  it('answers a response in the background', async () => {
    const client = clientFor(text)
    const { id } = await client.responses.create({ ...ASK, background: true })
    const polls = [await client.responses.retrieve(id), await client.responses.retrieve(id)]

    expect(polls.map(({ status }) => status)).toEqual(['in_progress', 'completed'])
    expect(polls[1]?.output_text).toBe('It is sunny in Paris.')
  })

  it('answers a run, streamed or polled', async () => {
    const client = clientFor(text)
    const { assistant_id, thread_id } = await newThread(client, { instructions: 'Be kind.' })
    const run = await client.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
    const again = await newThread(client)
    const stream = client.beta.threads.runs.stream(again.thread_id, { assistant_id })

    expect(run.status).toBe('completed')
    expect((await stream.finalRun()).status).toBe('completed')
    for (const id of [thread_id, again.thread_id]) {
      expect(await textsOf(client, id)).toEqual(['Is it sunny?', 'It is sunny in Paris.'])
    }
  })

  it('answers on routes of a test', async () => {
    const { answer } = parseRules(text)
    const { beta } = createRoutes({})
    const routes = [
      chat.completions.create(answer),
      completions.create(answer),
      responses.create(answer),
      beta.threads.createAndRun(answer),
    ]
    const client = new OpenAI({ apiKey: 'test', fetch: createFetch(routes) })
    const messages = [{ role: 'user' as const, content: 'Is it sunny?' }]
    const events = await collect(
      client.beta.threads.createAndRun({ assistant_id: 'a', thread: { messages }, stream: true }),
    )

    expect((await client.chat.completions.create(HI)).choices[0]?.message.content).toMatch(/Paris/)
    expect((await client.completions.create(PROMPT)).choices[0]?.text).toMatch(/Paris/)
    expect((await client.responses.create(ASK)).output_text).toMatch(/Paris/)
    expect(foldRun(events).status).toBe('completed')
  })
})

describe('a tool', () => {
  it('is called and answered once in a chat', async () => {
    const client = clientFor(TOOLS)
    const look = { ...TOOL.function, description: 'Looks.', function: () => 'sun' }
    const runner = client.chat.completions.runTools({
      ...HI,
      messages: [{ role: 'system', content: 'Be kind.' }, ...HI.messages],
      tools: [{ type: 'function', function: look }],
    })
    expect(await runner.finalContent()).toBe('It is sunny in Paris.')
    expect(runner.messages.map(({ role }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'tool',
      'assistant',
    ])
    expect(runner.messages[2]).toMatchObject({
      content: 'Let me look.',
      tool_calls: [{ function: { name: 'look', arguments: '{"city":"Paris"}' } }],
    })
  })

  it('is called and answered once in a conversation of responses', async () => {
    const client = clientFor(TOOLS)
    const first = await client.responses.create({ ...ASK, instructions: 'Be kind.' })
    const call = first.output.find((item) => item.type === 'function_call')
    const second = await client.responses.create({
      model: 'gpt-5',
      previous_response_id: first.id,
      input: [{ type: 'function_call_output', call_id: call?.call_id ?? '', output: 'sun' }],
    })

    expect(first.output_text).toBe('Let me look.')
    expect(second.output_text).toBe('It is sunny in Paris.')
  })

  it('is called and answered once in a run', async () => {
    const client = clientFor(TOOLS)
    const { assistant_id, thread_id } = await newThread(client, { tools: [TOOL] })
    const { runs } = client.beta.threads
    const run = await runs.createAndPoll(thread_id, { assistant_id })
    const [call] = run.required_action?.submit_tool_outputs.tool_calls ?? []
    const { tool_outputs }: Pick<SubmitToolOutputsBody, 'tool_outputs'> = {
      tool_outputs: [{ tool_call_id: call?.id ?? '', output: 'sun' }],
    }
    const over = await runs.submitToolOutputsAndPoll(run.id, { thread_id, tool_outputs })

    expect(run.status).toBe('requires_action')
    expect(over.status).toBe('completed')
    expect((await textsOf(client, thread_id)).at(-1)).toBe('It is sunny in Paris.')
  })

  it('is called in the middle of a flow of openai-mock-api', async () => {
    const client = clientFor(`
responses:
  - id: flow
    messages:
      - { role: user, content: Is it sunny? }
      - role: assistant
        content: Let me look.
        tool_calls: [{ id: call_9, type: function, function: { name: look, arguments: '{}' } }]
      - { role: tool, tool_call_id: call_9 }
      - { role: assistant, content: It is. }
`)
    const { choices } = await client.chat.completions.create(HI)
    const asked = choices[0]!.message
    const told = await client.chat.completions.create({
      ...HI,
      messages: [...HI.messages, asked, { role: 'tool', tool_call_id: 'call_9', content: 'sun' }],
    })

    expect(asked).toMatchObject({ content: 'Let me look.', tool_calls: [{ id: 'call_9' }] })
    expect(told.choices[0]?.message.content).toBe('It is.')
  })
})

describe('a tool at legacy completions, which call none', () => {
  const FLOW = `
responses:
  - id: asks
    messages:
      - { role: user, content: sunny, matcher: contains }
      - { role: assistant, tool_calls: [{ function: { name: look } }] }
      - { role: tool, matcher: any }
      - { role: assistant, content: It is. }
`
  const WHOLE = `
responses:
  - id: asks
    messages: [{ role: user, content: sunny, matcher: contains }]
    response: { choices: [{ message: { tool_calls: [{ id: a, function: { name: look } }] } }] }
`
  const FINISH = `
responses:
  - id: asks
    reply: { text: Let me look., finish: tool_calls }
`

  it.each([TOOLS, FLOW, WHOLE, FINISH])('is a miss that names the rule: %#', async (text) => {
    const { backend } = parseRules(text, { file: 'rules.yaml' })
    const asked = clientOf(createBackend(backend)).completions.create(PROMPT)

    await expect(asked).rejects.toMatchObject({ status: 400, code: 'no_match' })
    await expect(asked).rejects.toThrow(
      'the nearest rule is "asks" (rules.yaml:3). endpoint: expected one at which tools are called, as the rule does, received completions.create.',
    )
  })

  it('leaves the call to the next rule', async () => {
    const text = `${TOOLS}  - reply: Very.`
    const { choices } = await clientFor(text).completions.create(PROMPT)
    expect(choices[0]?.text).toBe('Very.')
  })
})

describe('an error', () => {
  const BUSY = `
defaults: { pace: 1 }
responses:
  - id: busy
    messages: [{ role: user, content: sunny, matcher: contains }]
    error: { status: 429, code: rate_limit_exceeded, message: Slow down., retryAfterMs: 1 }
    times: 2
  - id: sunny
    messages: [{ role: user, content: sunny, matcher: contains }]
    reply: Yes.
`

  it('is retried by the client, and ends after its times', async () => {
    const parsed = parseRules(BUSY)
    const openai = createBackend(parsed.backend)
    const client = clientOf(openai)

    expect((await client.chat.completions.create(HI)).choices[0]?.message.content).toBe('Yes.')
    expect(openai.calls.map((call) => parsed.ruleOf(call))).toEqual(['busy', 'busy', 'sunny'])
    expect(parsed.rules.map(({ id, calls }) => [id, calls])).toEqual([
      ['busy', 2],
      ['sunny', 1],
    ])
  })

  it('has its message and the time after which to ask again', async () => {
    const client = clientOf(createBackend(rules(BUSY)), { maxRetries: 0 })
    const error = await client.responses.create(ASK).catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' })
    expect(error).toHaveProperty('error.message', 'Slow down.')
    const headers = error instanceof APIError ? error.headers : undefined
    expect(headers?.get('retry-after-ms')).toBe('1')
  })

  it('fails a run and a response in the background', async () => {
    const client = clientFor(BUSY)
    const { assistant_id, thread_id } = await newThread(client)
    const run = await client.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
    const { id } = await client.responses.create({ ...ASK, background: true })
    await client.responses.retrieve(id)

    expect(run).toMatchObject({ status: 'failed', last_error: { code: 'rate_limit_exceeded' } })
    expect(await client.responses.retrieve(id)).toMatchObject({
      status: 'failed',
      error: { message: 'Slow down.' },
    })
  })
})

describe('times', () => {
  const ONCE = `
responses:
  - { id: first, reply: First., times: 1 }
  - { id: second, reply: Second., times: 2 }
  - { id: rest, reply: Rest. }
`
  it('counts calls that come at once', async () => {
    const client = clientFor(ONCE)
    const said = await Promise.all(Array.from({ length: 6 }, () => say(client)))
    expect(said.toSorted()).toEqual(['First.', 'Rest.', 'Rest.', 'Rest.', 'Second.', 'Second.'])
  })

  it('starts over with the backend', async () => {
    const openai = createBackend(rules(ONCE))
    const client = clientOf(openai)
    await say(client)
    expect(await say(client)).toBe('Second.')
    openai.reset()
    expect(await say(client)).toBe('First.')
  })

  it('starts over with reset(), and tells which rules were used', async () => {
    const parsed = parseRules(ONCE)
    const client = clientOf({ handlers: [chat.completions.create(parsed.answer)] })

    expect(await say(client)).toBe('First.')
    expect(parsed.unused).toEqual(['second', 'rest'])
    parsed.reset()
    expect(parsed.unused).toEqual(['first', 'second', 'rest'])
    expect(await say(client)).toBe('First.')
  })
})

describe('delivery', () => {
  it('cuts a stream after its events', async () => {
    const client = clientFor(`
responses:
  - { id: drops, reply: one two three four five, cutAfter: 3 }
`)
    const texts: unknown[] = []
    const read = async () => {
      for await (const chunk of await client.chat.completions.create({ ...HI, stream: true }))
        texts.push(chunk.choices[0]?.delta.content)
    }
    await expect(read()).rejects.toThrow('terminated')
    expect(texts).toEqual(['', 'one', ' two'])
  })

  it('drops the terminator of each endpoint that has one, and nothing elsewhere', async () => {
    const client = clientFor(`
responses:
  - { id: open, reply: Yes., dropTerminator: true }
`)
    const answered = client.chat.completions.create({ ...HI, stream: true }).asResponse()
    expect(await (await answered).text()).not.toContain('[DONE]')
    const events = await collect(client.responses.create({ ...ASK, stream: true }))
    expect(events.at(-1)?.type).toBe('response.completed')
  })

  it('sends the status and the headers', async () => {
    const client = clientFor(`
responses:
  - { id: accepted, reply: Yes., status: 202, headers: { x-a: b } }
`)
    const { response } = await client.responses.create(ASK).withResponse()
    expect(response.status).toBe(202)
    expect(response.headers.get('x-a')).toBe('b')
  })

  it('cuts the words of a flow by the rule', async () => {
    const client = clientFor(`
responses:
  - id: flow
    messages: [{ role: user, content: Is it sunny? }, { role: assistant, content: Yes! }]
    by: 2
`)
    const chunks = await collect(client.chat.completions.create({ ...HI, stream: true }))
    const texts = chunks.map(({ choices }) => choices[0]?.delta.content)
    expect(texts).toEqual(['', 'Ye', 's!', undefined])
  })
})

describe('a whole completion', () => {
  const OLDER = `
responses:
  - id: older
    matcher: { type: contains, messages: [{ role: user, content: sunny }] }
    response:
      id: chatcmpl-older
      object: chat.completion
      created: 1677649420
      model: gpt-older
      choices: [{ index: 0, message: { role: assistant, content: It is. }, finish_reason: stop }]
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }
`

  it('is the answer of a chat, streamed or not', async () => {
    const client = clientFor(OLDER)
    const completion = await client.chat.completions.create(HI)
    const chunks = await collect(client.chat.completions.create({ ...HI, stream: true }))

    expect(completion).toMatchObject({
      id: 'chatcmpl-older',
      created: 1677649420,
      model: 'gpt-older',
      choices: [{ message: { content: 'It is.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    })
    expect(chunks[0]).toMatchObject({ id: 'chatcmpl-older', model: 'gpt-older' })
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('It is.')
    expect(chunks.some(({ usage }) => usage)).toBe(false)
  })

  it('gives its words to any other endpoint', async () => {
    const response = await clientFor(OLDER).responses.create(ASK)
    expect(response.output_text).toBe('It is.')
    expect(response.usage).toMatchObject({ input_tokens: 3, output_tokens: 4 })
  })
})

describe('no rule', () => {
  const ONE = `
responses:
  - id: weather
    messages: [{ role: user, content: weather, matcher: contains }]
    reply: Rain.
`

  it('is an error that names the nearest one', async () => {
    const openai = createBackend(parseRules(ONE, { file: 'rules.yaml' }).backend)
    const error = await clientOf(openai)
      .chat.completions.create(HI)
      .catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      code: 'no_match',
      param: null,
    })
    expect(error).toHaveProperty(
      'error.message',
      'No matching response found: the nearest rule is "weather" (rules.yaml:3). ' +
        'messages[0]: expected a text that contains "weather", received "Is it sunny?".',
    )
    const headers = error instanceof APIError ? error.headers : undefined
    expect(headers?.has('x-should-retry')).toBe(false)
    expect(openai.calls).toHaveLength(1)
  })

  it('leaves the call to the backend where the file says so', async () => {
    const { choices } = await clientFor(`fallback: generate\n${ONE}`).chat.completions.create(HI)
    expect(choices[0]?.message.content).toContain('Is it sunny?')
  })

  it('fails a run', async () => {
    const client = clientFor(ONE)
    const { assistant_id, thread_id } = await newThread(client)
    const run = await client.beta.threads.runs.createAndPoll(thread_id, { assistant_id })
    expect(run.last_error?.message).toContain('No matching response found')
  })
})

describe('the rest of a file', () => {
  const WHOLE = `
apiKey: sk-rules
port: 4010
models: [house-1, house-2]
files:
  - { filename: handbook.txt, purpose: assistants, content: Refunds take 14 days. }
assistants:
  - { id: asst_house, model: house-1, name: House }
responses:
  - { id: rest, model: house-1, reply: Hi. }
`

  it('is there from the beginning, and after each reset', async () => {
    const openai = createBackend(rules(WHOLE))
    const client = clientOf(openai, { apiKey: 'sk-rules' })
    const contents = async () => ({
      models: (await client.models.list()).data.map(({ id }) => id),
      files: (await client.files.list()).data.map(({ filename, bytes }) => [filename, bytes]),
      assistants: (await client.beta.assistants.list()).data.map(({ id, name }) => [id, name]),
    })
    const expected = {
      models: ['house-1', 'house-2'],
      files: [['handbook.txt', 21]],
      assistants: [['asst_house', 'House']],
    }
    expect(await contents()).toEqual(expected)
    await client.beta.assistants.delete('asst_house')
    openai.reset()
    expect(await contents()).toEqual(expected)
  })

  it('refuses any other key', async () => {
    const client = clientOf(createBackend(rules(WHOLE)), { apiKey: 'sk-other' })
    await expect(client.models.list()).rejects.toMatchObject({ status: 401 })
  })

  it('is told by parseRules()', () => {
    expect(parseRules(WHOLE)).toMatchObject({
      apiKey: 'sk-rules',
      port: 4010,
      models: ['house-1', 'house-2'],
      warnings: [],
    })
  })

  it('compares the model of an assistant', async () => {
    const client = clientOf(createBackend(rules(WHOLE)), { apiKey: 'sk-rules' })
    const { thread_id } = await newThread(client)
    const run = await client.beta.threads.runs.createAndPoll(thread_id, {
      assistant_id: 'asst_house',
    })
    expect(run.status).toBe('completed')
  })
})
