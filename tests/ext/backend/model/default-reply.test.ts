import { describe, expect, it } from 'vitest'
import type { ConversationMessage } from '../../../../src/routes/protocol/readers.js'
import { countTokens } from '../../../../src/ext/backend/model/count-tokens.js'
import { defaultReply } from '../../../../src/ext/backend/model/default-reply.js'
import type { ModelRequest, ModelTool } from '../../../../src/ext/backend/model/model-request.js'

const question = 'What is the weather in Paris?'
const user: ConversationMessage = { role: 'user', text: question }
const weather: ModelTool = {
  name: 'get_weather',
  parameters: {
    type: 'object',
    properties: { days: { type: 'integer', minimum: 2 }, unit: { enum: ['C'] } },
    required: ['days', 'unit'],
    additionalProperties: false,
  },
}
const clock: ModelTool = { name: 'get_time', parameters: undefined }
const shell: ModelTool = { name: 'shell', parameters: undefined, isCustom: true }
const impossible: ModelTool = {
  name: 'impossible',
  parameters: { properties: { a: false }, required: ['a'] },
}
const called: readonly ConversationMessage[] = [
  user,
  {
    role: 'assistant',
    text: '',
    toolCalls: [
      { id: 'call_1', name: 'get_weather' },
      { id: 'call_2', name: 'get_time' },
    ],
  },
  { role: 'tool', text: '{"temp":20}', callId: 'call_1' },
  { role: 'tool', text: 'noon', callId: 'call_2' },
]

function ask(fields: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'gpt-5',
    messages: [user],
    tools: [],
    toolChoice: 'auto',
    format: { type: 'text' },
    stop: [],
    ...fields,
  }
}

async function textOf(fields: Partial<ModelRequest> = {}, seed = 1, index = 0): Promise<string> {
  const { text = '' } = await defaultReply(ask(fields), { seed, index })
  return text
}

describe('a text', () => {
  it('quotes the user, and names the topic', async () => {
    expect(await textOf()).toMatch(
      /^[A-Z][a-z ]+ "What is the weather in Paris\?", so here is a [a-z]+ [a-z]+ on weather and Paris, [a-z ]+\.$/,
    )
  })

  it('is the same for the same conversation, seeds and choice', async () => {
    expect(await textOf()).toBe(await textOf())
    expect(await textOf({ seed: 4 }, 2, 3)).toBe(await textOf({ seed: 4 }, 2, 3))
  })

  it('differs for another conversation, another seed, and another choice', async () => {
    const earlier: ConversationMessage = { role: 'system', text: 'Be brief.' }
    const texts = await Promise.all([
      textOf(),
      textOf({}, 2),
      textOf({ seed: 1 }),
      textOf({}, 1, 1),
      textOf({ messages: [earlier, user] }),
      textOf({ messages: [{ role: 'user', text: 'And in Rome?' }] }),
    ])

    expect(new Set(texts).size).toBe(texts.length)
  })

  it('differs for each of 128 choices', async () => {
    const texts = await Promise.all(Array.from({ length: 128 }, (_, index) => textOf({}, 1, index)))

    expect(new Set(texts).size).toBe(128)
  })

  it('abridges a long question', async () => {
    const text = await textOf({
      messages: [{ role: 'user', text: `${'very '.repeat(100)}\n\nlong` }],
    })

    expect(text).toMatch(/"(very ){19}very…", so/)
  })

  it.each<[string, readonly ConversationMessage[], RegExp]>([
    [
      'no words of the user',
      [{ role: 'user', text: ' ' }],
      /^Here is a [a-z ]+ on this, [a-z ]+\.$/,
    ],
    ['instructions alone', [{ role: 'system', text: 'Greet Ada.' }], /"Greet Ada\."/],
    ['words without spaces', [{ role: 'user', text: '東京の天気は?' }], /"東京の天気は\?"/],
  ])('answers %s', async (_, messages, expected) => {
    expect(await textOf({ messages })).toMatch(expected)
  })

  it('names the results of tools', async () => {
    const { text, toolCalls, finish } = await defaultReply(
      ask({ messages: called, tools: [weather] }),
      { seed: 1 },
    )

    expect(text).toMatch(
      /^get_weather returned: \{"temp":20\}\nget_time returned: noon\nHere is a /,
    )
    expect({ toolCalls, finish }).toEqual({ toolCalls: undefined, finish: 'stop' })
  })

  it('names the result of an unknown call', async () => {
    expect(
      await textOf({ messages: [user, { role: 'tool', callId: undefined, text: '20' }] }),
    ).toMatch(/^The tool returned: 20\n/)
  })
})

describe('the call of a tool', () => {
  const shout = { toolCalls: [{ name: 'shell', arguments: question }], finish: 'tool_calls' }
  const forecast = {
    toolCalls: [{ name: 'get_weather', arguments: '{"days":2,"unit":"C"}' }],
    finish: 'tool_calls',
  }
  const time = { toolCalls: [{ name: 'get_time', arguments: '{}' }], finish: 'tool_calls' }

  it.each<[string, Partial<ModelRequest>, object]>([
    ['the first function', { tools: [shell, weather, clock] }, forecast],
    ['a function without parameters', { tools: [clock, weather] }, time],
    ['the first function with a schema that has a value', { tools: [impossible, clock] }, time],
    ['a custom tool where there is no function', { tools: [shell] }, shout],
    [
      'a tool after a result where one is required',
      { tools: [weather], toolChoice: 'required', messages: called },
      forecast,
    ],
    [
      'the named function',
      { tools: [clock, weather], toolChoice: { name: 'get_weather' } },
      { ...forecast, finish: 'stop' },
    ],
    [
      'the named custom tool',
      { tools: [clock, shell], toolChoice: { name: 'shell' } },
      { ...shout, finish: 'stop' },
    ],
    [
      'a tool before an answer in a format',
      { tools: [clock], format: { type: 'json_object' } },
      time,
    ],
  ])('is of %s', async (_, fields, expected) => {
    expect(await defaultReply(ask(fields), { seed: 1 })).toEqual({
      ...expected,
      usage: expect.anything(),
    })
  })

  it.each<[string, Partial<ModelRequest>]>([
    ['the request forbids calls', { tools: [weather], toolChoice: 'none' }],
    [
      'the request names no tool that there is',
      { tools: [weather], toolChoice: { name: 'other' } },
    ],
    ['there are no tools', { toolChoice: 'required' }],
  ])('is not there where %s', async (_, fields) => {
    expect(await defaultReply(ask(fields), { seed: 1 })).toMatchObject({
      text: expect.stringContaining('Paris'),
      finish: 'stop',
    })
  })

  it('fails where no schema has a value', async () => {
    await expect(defaultReply(ask({ tools: [impossible] }), { seed: 1 })).rejects.toThrow(
      'no value was found for #',
    )
  })
})

describe('a format', () => {
  const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }

  it('gives JSON under a schema', async () => {
    const text = await textOf({ format: { type: 'json_schema', schema } })

    expect(JSON.parse(text)).toEqual({ city: expect.stringMatching(/ city$/) })
  })

  it('gives a JSON object', async () => {
    const text = await textOf({ format: { type: 'json_object' } })

    expect(JSON.parse(text)).toEqual({ answer: expect.stringContaining(question) })
  })
})

describe('the limits', () => {
  it.each([1, 5, 10])('cut a text at %i tokens', async (maxTokens) => {
    const { text = '', finish, usage } = await defaultReply(ask({ maxTokens }), { seed: 1 })

    expect((await textOf()).startsWith(text)).toBe(true)
    expect({ finish, output: usage?.output }).toEqual({ finish: 'length', output: maxTokens })
  })

  it('keep a text of as many tokens', async () => {
    const maxTokens = await countTokens(await textOf())

    expect(await defaultReply(ask({ maxTokens }), { seed: 1 })).toMatchObject({
      text: await textOf(),
      finish: 'stop',
    })
  })

  it('cut the arguments of a tool', async () => {
    const reply = await defaultReply(ask({ tools: [weather], maxTokens: 3 }), { seed: 1 })

    expect(reply).toMatchObject({ finish: 'length', usage: { output: 3 } })
    expect('{"days":2,"unit":"C"}').toMatch(
      new RegExp(`^${String(reply.toolCalls?.[0]?.arguments).replace('{', '\\{')}.`),
    )
  })

  it('end a text before the first stop', async () => {
    const { text, finish } = await defaultReply(ask({ stop: ['Rome', 'Paris', 'the', ''] }), {
      seed: 1,
    })

    expect(text).toMatch(/"What is $/)
    expect(finish).toBe('stop')
  })
})

describe('the usage', () => {
  it('counts what was read and said', async () => {
    const { text = '', usage } = await defaultReply(ask(), { seed: 1 })

    expect(usage).toEqual({ input: await countTokens(question), output: await countTokens(text) })
  })

  it('counts tools and the schema of the format', async () => {
    const format = { type: 'json_schema', schema: { type: 'null' } } as const
    const { usage } = await defaultReply(ask({ tools: [clock], toolChoice: 'none', format }), {
      seed: 1,
    })

    expect(usage?.input).toBe(
      await countTokens(`${question}\n{"name":"get_time"}\n{"type":"null"}`),
    )
  })
})
