import { expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import {
  afterToolResult,
  createRoute,
  hasTool,
  lastUserMessage,
  model,
  turn,
  when,
  type WhenCondition,
} from 'msw-openai/routes'
import { unnamed } from 'msw-openai/streaming'
import { ask, Scripted } from '../support.js'

const turns = z.array(z.object({ who: z.enum(['me', 'you', 'tool']), words: z.string() }))
const body = z.object({
  model: z.string().optional(),
  turns,
  offered: z.array(z.string()),
  session: z.string().optional(),
})

const declared = {
  name: 'talk',
  method: 'POST',
  path: '/talk',
  body,
  wire: { event: z.object({ word: z.string() }), frame: unnamed },
} as const

const talk = createRoute({
  ...declared,
  request: {
    conversation: ({ turns: all }) =>
      all.map(({ who, words }) => {
        if (who === 'me') return { role: 'user', text: words }
        return who === 'you' ? { role: 'assistant' } : { role: 'tool', callId: words }
      }),
    tools: ({ offered }) => offered,
    isContinued: ({ session }) => session !== undefined,
  },
})

const silent = createRoute(declared)

const yes = () => new Scripted([{ word: 'yes' }])
const me = { who: 'me', words: 'Hi' }
const you = { who: 'you', words: 'Hello' }
const tool = { who: 'tool', words: 'call_1' }

/** The status of the answer to a call, and the message of the error. */
async function say(route: ReturnType<typeof talk>, said: object = {}) {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => complaints.mockRestore())
  const asked = { turns: [me], offered: [], stream: true, ...said }
  const response = await ask(route, { url: '/talk', body: asked })
  return { status: response.status, text: await response.text() }
}

it.each<[string, WhenCondition<{ word: string }, z.infer<typeof body>>, object]>([
  ['the last message of the user', lastUserMessage('Hi'), { turns: [you, me, you, tool] }],
  ['a tool', hasTool('get_weather'), { offered: ['a', 'get_weather'] }],
  ['the result of a tool', afterToolResult(), { turns: [me, you, tool] }],
  ['the result of a call', afterToolResult('call_1'), { turns: [me, you, tool] }],
  ['a model', model(/^own/), { model: 'own-1' }],
  ['a turn', turn(3), { turns: [me, you, me, you, me] }],
  ['a part of the body', { turns: [{ who: 'me' }] }, {}],
  ['all of it', [turn(1), lastUserMessage(/H/), hasTool('a')], { offered: ['a'] }],
])('reads %s with the reader of the endpoint', async (_, condition, said) => {
  const route = talk([when(condition, yes())])

  await expect(say(route, said)).resolves.toMatchObject({ status: 200 })
  await expect(say(route, { turns: [you], offered: ['b'] })).resolves.toMatchObject({ status: 400 })
})

it('counts the calls of a conversation that the server keeps', async () => {
  const route = talk([when(turn(2), yes()), when({}, yes())])
  await say(route, { session: 'a' })
  expect(route.unused).toEqual(['when(turn(2))'])

  await say(route, { session: 'a' })
  expect(route.unused).toEqual([])
})

it.each([
  [lastUserMessage('Hi'), 'lastUserMessage("Hi")', 'conversation', 'conversation'],
  [afterToolResult(), 'afterToolResult()', 'conversation', 'conversation'],
  [turn(1), 'turn(1)', 'conversation', 'conversation'],
  [hasTool('a'), 'hasTool("a")', 'tools', 'conversation, tools'],
])('explains that the endpoint declares no reader', async (condition, name, key, wanted) => {
  const { status, text } = await say(silent(when(condition, yes())))

  expect(status).toBe(400)
  expect(JSON.parse(text)).toHaveProperty(
    'error.message',
    `Failed to answer calls[0] of "talk": Failed to compare a call of "talk" with ${name}: the endpoint declares no request.${key}. ` +
      'Compare a part of the body, as in when({ model: /^gpt/ }, answer). ' +
      `An endpoint of your own can declare request: { ${wanted} }.`,
  )
})

it('explains that the endpoint declares no tools beside its conversation', async () => {
  const route = createRoute({ ...declared, request: { conversation: () => [] } })
  const { text } = await say(route([when(hasTool('a'), yes()), when({}, yes())]))

  expect(text).toContain('the endpoint declares no request.tools.')
})

it('needs no reader for a part of the body, a model or a function', async () => {
  const route = silent(when([{ turns: [me] }, model('own'), () => true] as never, yes()))

  await expect(say(route, { model: 'own' })).resolves.toMatchObject({ status: 200 })
})
