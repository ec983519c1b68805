import { chatCompletionWriter, responseWriter } from 'msw-openai'
import { expect, it } from 'vitest'
import { stories } from './protocols.js'
import { complaint, later } from './support.js'

const weather = { name: 'get_weather', arguments: { city: 'Paris' } }
const { runs, ...others } = stories

const isStep = ({ event }: { event: string }) => event.startsWith('thread.run.step.')
const isFirst = (event: object) => JSON.stringify(event).includes('city')
const choice = (function_call: object) => ({ index: 0, delta: { function_call } })

it.each(Object.entries(others))('reads the tool calls of a stream of %s', async (_, script) => {
  const calls = [weather, { name: 'run', input: 'ls -l' }]

  expect(script).toStreamToolCalls(calls)
  expect(script).not.toStreamToolCalls([])
  await expect(later(script)).toStreamToolCalls(calls)
})

it('reads the tool calls of a run', () => {
  expect(runs).toStreamToolCalls([{ ...weather, id: 'call_1' }])
})

it('reads the tool calls of a run that are in no step, or in steps alone', () => {
  expect([...runs].filter((event) => !isStep(event))).toStreamToolCalls([weather])
  expect([...runs].filter(isStep)).toStreamToolCalls([weather])
})

it('reads as much of the tool calls as has come', () => {
  const pieces = ['{"city":', '"Paris"}']
  const chat = [...chatCompletionWriter().toolCall('get_weather', pieces.join(''), { by: pieces })]
  const response = [...responseWriter().toolCall('get_weather', weather.arguments, { by: pieces })]

  for (const events of [chat, response]) {
    const cut = events.slice(0, events.findIndex(isFirst) + 1)
    expect(cut).toStreamToolCalls([{ name: 'get_weather', arguments: pieces[0] }])
  }
})

it('reads a function_call of old', () => {
  const chunk = { object: 'chat.completion.chunk' }

  expect([
    { ...chunk, choices: [choice({ name: 'get_weather', arguments: '' })] },
    { ...chunk, choices: [choice({ arguments: '{"city":"Paris"}' })] },
  ]).toStreamToolCalls([weather])
})

it('compares the fields that are given', () => {
  expect(runs).toStreamToolCalls([{ name: 'get_weather', arguments: undefined }])
  expect(runs).toStreamToolCalls([{ id: 'call_1' }])
  expect(runs).toStreamToolCalls([{ arguments: '{"city":"Paris"}' }])
  expect(runs).toStreamToolCalls([{ arguments: expect.stringContaining('Paris') }])
  expect(runs).toStreamToolCalls([{ arguments: expect.objectContaining({ city: 'Paris' }) }])
  expect(runs).toStreamToolCalls([expect.objectContaining(weather)])
  expect(runs).not.toStreamToolCalls([{ arguments: { city: 'Rome' } }])
})

it('shows the argument that differs', async () => {
  const rome = { ...weather, arguments: { city: 'Rome' } }
  await expect(complaint(() => expect(stories.chat).toStreamToolCalls([rome, { name: 'run' }])))
    .resolves.toMatchInlineSnapshot(`
    "expect(stream).toStreamToolCalls(expected)

    Tool call 0 differs at arguments.city:
      expected: "Rome"
      received: "Paris"

      - 0  get_weather({"city":"Rome"})
      + 0  get_weather({"city":"Paris"})
        1  run(…)"
  `)
})

it('shows arguments that are no JSON', async () => {
  const call = chatCompletionWriter().toolCall('get_weather', '{"city": "Paris"}')
  const cut = [...call].slice(0, 2)
  await expect(complaint(() => expect(cut).toStreamToolCalls([weather]))).resolves
    .toMatchInlineSnapshot(`
    "expect(stream).toStreamToolCalls(expected)

    Tool call 0 differs at arguments:
      expected: { city: "Paris" }
      received: "{\\"city\\":"

      - 0  get_weather({"city":"Paris"})
      + 0  get_weather({"city":)"
  `)
})

it('shows a tool call that was not made', async () => {
  await expect(
    complaint(() => expect(runs).toStreamToolCalls([weather, { ...weather, id: 'call_2' }])),
  ).resolves.toMatchInlineSnapshot(`
    "expect(stream).toStreamToolCalls(expected)

    Expected 2 tool calls, received 1. 1 is missing:

        0  get_weather({"city":"Paris"})
      - 1  call_2 get_weather({"city":"Paris"})"
  `)
})

it('shows a tool call too many', async () => {
  await expect(complaint(() => expect(stories.chat).toStreamToolCalls([weather]))).resolves
    .toMatchInlineSnapshot(`
    "expect(stream).toStreamToolCalls(expected)

    Expected 1 tool call, received 2. 1 is too many:

        0  get_weather({"city":"Paris"})
      + 1  call_2 run(ls -l)"
  `)
})

it('shows the tool calls that were not to be made', async () => {
  await expect(complaint(() => expect(runs).not.toStreamToolCalls([weather]))).resolves
    .toMatchInlineSnapshot(`
    "expect(stream).not.toStreamToolCalls(expected)

    Expected anything but 1 such tool call:

        0  get_weather({"city":"Paris"})"
  `)
})

it('explains that it takes an array', async () => {
  await expect(
    // @ts-expect-error -- Plain JavaScript may forget the array.
    complaint(() => expect(runs).toStreamToolCalls(weather)),
  ).resolves.toMatchInlineSnapshot(
    `"Failed to use toStreamToolCalls(): expected an array, received { name: "get_weather", arguments: { city: "Paris" } }."`,
  )
})
