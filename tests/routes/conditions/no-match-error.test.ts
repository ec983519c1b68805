import { expect, it } from 'vitest'
import {
  afterToolResult,
  chat,
  hasTool,
  lastUserMessage,
  model,
  when,
  type WhenCondition,
} from 'msw-openai/routes'
import { RecordedCall } from '../../../src/routes/call.js'
import { NoMatchError, type Miss } from '../../../src/routes/conditions/no-match-error.js'

const { request, name } = chat.completions.create.endpoint

const BODY = {
  model: 'gpt-4o',
  messages: [{ role: 'user', content: 'hello' }],
  tools: [{ type: 'function', function: { name: 'get_time' } }],
}

const isUrgent = () => false

/** The message of the error of a chat completion that meets none of the conditions. */
async function complaint(...conditions: WhenCondition[]): Promise<string> {
  return complaintAbout(BODY, ...conditions)
}

async function complaintAbout(body: object, ...conditions: WhenCondition[]): Promise<string> {
  const url = new URL('https://api.openai.com/v1')
  const call = new RecordedCall(
    { name, request },
    { url, headers: new Headers(), params: {}, body, number: 1 },
  )
  const misses: Miss[] = []
  for (const given of conditions) {
    const { condition } = when(given, 'Hello')
    misses.push({
      condition: condition.description,
      ...(await condition.compare(call, { answered: 0, reader: request, endpoint: name })),
    })
  }
  return new NoMatchError(misses).message
}

it('prints the difference of the only condition', async () => {
  expect(await complaint({ model: 'gpt-5' })).toMatchInlineSnapshot(
    `"when({ model: "gpt-5" }) differs at model: expected "gpt-5", received "gpt-4o"."`,
  )
  expect(await complaint(lastUserMessage('hi'))).toMatchInlineSnapshot(
    `"when(lastUserMessage("hi")) differs at the last user message: expected "hi", received "hello"."`,
  )
  expect(await complaint(hasTool('get_weather'))).toMatchInlineSnapshot(
    `"when(hasTool("get_weather")) differs at the tools: expected "get_weather", received "get_time"."`,
  )
  expect(await complaint(afterToolResult())).toMatchInlineSnapshot(
    `"when(afterToolResult()) differs at the end of the conversation: expected the result of a tool, received the user's "hello"."`,
  )
})

it('names functions, or prints their code', async () => {
  expect(await complaint(isUrgent)).toMatchInlineSnapshot(
    `"when(isUrgent) differs at isUrgent(call): expected true, received false."`,
  )
  expect(await complaint(({ retryCount }) => retryCount > 0)).toMatchInlineSnapshot(
    `"when(({ retryCount }) => retryCount > 0) differs at the function: expected true, received false."`,
  )
  expect(await complaint([model(/4o/), isUrgent])).toMatchInlineSnapshot(
    `"when([model(/4o/), isUrgent]) differs at isUrgent(call): expected true, received false."`,
  )
})

it('names the condition with the fewest differences', async () => {
  const other = { model: 'gpt-5', messages: [{ role: 'user', content: 'hi' }] }

  expect(await complaint(other, lastUserMessage('hi'), { temperature: 0 })).toMatchInlineSnapshot(`
    "none of 3 when() matched. The nearest, when(lastUserMessage("hi")), differs at the last user message: expected "hi", received "hello".
    The others:
    - when({ model: "gpt-5", messages: [{ role: "user", content: "hi" }] }) differs at model: expected "gpt-5", received "gpt-4o"; at messages[0].content: expected "hi", received "hello".
    - when({ temperature: 0 }) differs at temperature: expected 0, received undefined."
  `)
})

it('names the condition with the most matches among those with as many differences', async () => {
  const tools = [{ type: 'function', function: { name: 'get_time' } }]

  expect(
    await complaint(hasTool('get_weather'), { model: 'gpt-5', tools }, [
      model('gpt-5'),
      lastUserMessage('hello'),
    ]),
  ).toMatchInlineSnapshot(`
    "none of 3 when() matched. The nearest, when({ model: "gpt-5", tools: [{ type: "function", function: {...} }] }), differs at model: expected "gpt-5", received "gpt-4o".
    The others:
    - when(hasTool("get_weather")) differs at the tools: expected "get_weather", received "get_time".
    - when([model("gpt-5"), lastUserMessage("hello")]) differs at model: expected "gpt-5", received "gpt-4o"."
  `)
})

it('takes another text for nearer than no text, and another result for nearer than no result', async () => {
  const results = [{ role: 'tool', tool_call_id: 'call_1', content: 'Sunny' }]

  expect(await complaint(afterToolResult('call_1'), lastUserMessage('hi'))).toMatchInlineSnapshot(`
    "none of 2 when() matched. The nearest, when(lastUserMessage("hi")), differs at the last user message: expected "hi", received "hello".
    The other:
    - when(afterToolResult("call_1")) differs at the end of the conversation: expected the result of "call_1", received the user's "hello"."
  `)
  expect(
    await complaintAbout({ messages: results }, lastUserMessage('hi'), afterToolResult('call_2')),
  ).toMatchInlineSnapshot(`
    "none of 2 when() matched. The nearest, when(afterToolResult("call_2")), differs at the end of the conversation: expected the result of "call_2", received the result of "call_1".
    The other:
    - when(lastUserMessage("hi")) differs at the last user message: expected "hi", received undefined."
  `)
})

it('prints three differences, and the number of others', async () => {
  const tools = [{ type: 'custom', function: { name: 'get_weather', strict: true } }]

  expect(await complaint({ model: 'gpt-5', messages: [], tools })).toMatchInlineSnapshot(
    `"when({ model: "gpt-5", messages: [], tools: [{ type: "custom", function: {...} }] }) differs at model: expected "gpt-5", received "gpt-4o"; at messages.length: expected 0, received 1; at tools[0].type: expected "custom", received "function"; and in 2 more."`,
  )
})

it('prints the five next conditions, and the number of others', async () => {
  const far = Array.from({ length: 40 }, (_, index) => ({ model: `o${index}`, temperature: 0 }))
  const message = await complaint(...far, model('gpt-5'), ...['a', 'b', 'c'].map(hasTool))

  expect(message).toMatchInlineSnapshot(`
    "none of 44 when() matched. The nearest, when(model("gpt-5")), differs at model: expected "gpt-5", received "gpt-4o".
    The others:
    - when({ model: "o0", temperature: 0 }) differs at model: expected "o0", received "gpt-4o"; at temperature: expected 0, received undefined.
    - when({ model: "o1", temperature: 0 }) differs at model: expected "o1", received "gpt-4o"; at temperature: expected 0, received undefined.
    - when(hasTool("a")) differs at the tools: expected "a", received "get_time".
    - when(hasTool("b")) differs at the tools: expected "b", received "get_time".
    - when(hasTool("c")) differs at the tools: expected "c", received "get_time".
    - and 38 more."
  `)
})
