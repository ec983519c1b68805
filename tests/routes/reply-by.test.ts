import { createFetch } from 'msw-openai/fetch'
import { createRoutes, reply } from 'msw-openai/routes'
import { azure, mistral } from 'msw-openai/dialects'
import { collect } from 'msw-openai/streaming'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

const ANSWER = reply({
  text: 'Yes.',
  reasoning: 'Hmm.',
  toolCalls: [{ name: 'look', arguments: { a: 1 } }],
  by: 2,
})
const CHAT = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Hi' }] }

const clientOf = (handlers: Parameters<typeof createFetch>[0]) =>
  new OpenAI({ apiKey: 'test', fetch: createFetch(handlers) })

/** Lists the texts of events, without those that have none. */
const texts = <Event>(events: readonly Event[], read: (event: Event) => unknown) =>
  events.map(read).filter((text) => text !== undefined && text !== null && text !== '')

describe('the `by` of a reply', () => {
  it('cuts each text of a chat', async () => {
    const { chat } = createRoutes({})
    const client = clientOf([chat.completions.create(ANSWER)])
    const chunks = await collect(client.chat.completions.create({ ...CHAT, stream: true }))
    const deltas = chunks.map(({ choices }) => choices[0]?.delta)

    expect(texts(deltas, (delta) => delta?.content)).toEqual(['Ye', 's.'])
    expect(texts(deltas, (delta) => Reflect.get(Object(delta), 'reasoning_content'))).toEqual([
      'Hm',
      'm.',
    ])
    expect(texts(deltas, (delta) => delta?.tool_calls?.[0]?.function?.arguments)).toEqual([
      '{"',
      'a"',
      ':1',
      '}',
    ])
  })

  it('cuts a refusal by graphemes', async () => {
    const { chat } = createRoutes({})
    const client = clientOf([chat.completions.create(reply({ refusal: 'No 👍🏽', by: 'grapheme' }))])
    const chunks = await collect(client.chat.completions.create({ ...CHAT, stream: true }))
    expect(texts(chunks, ({ choices }) => choices[0]?.delta.refusal)).toEqual(['N', 'o', ' ', '👍🏽'])
  })

  it('cuts a legacy completion', async () => {
    const { completions } = createRoutes({})
    const client = clientOf([completions.create(reply({ text: 'one two', by: /t/ }))])
    const request = { model: 'gpt-3.5-turbo-instruct', prompt: 'Hi', stream: true } as const
    const chunks = await collect(client.completions.create(request))
    expect(texts(chunks, ({ choices }) => choices[0]?.text)).toEqual(['one ', 't', 'wo'])
  })

  it('cuts each text of a response', async () => {
    const { responses } = createRoutes({})
    const client = clientOf([responses.create(ANSWER)])
    const request = { model: 'gpt-5', input: 'Hi', stream: true } as const
    const events = await collect(client.responses.create(request))
    const deltasOf = (type: string) =>
      texts(events, (event) => (event.type === type && 'delta' in event ? event.delta : ''))

    expect(deltasOf('response.output_text.delta')).toEqual(['Ye', 's.'])
    expect(deltasOf('response.reasoning_summary_text.delta')).toEqual(['Hm', 'm.'])
    expect(deltasOf('response.function_call_arguments.delta')).toEqual(['{"', 'a"', ':1', '}'])
  })

  it('cuts the text and the calls of a run', async () => {
    const { beta } = createRoutes({})
    const answer = reply({
      text: 'Yes.',
      toolCalls: [
        { name: 'a', arguments: '[1]' },
        { name: 'b', arguments: '[2]' },
      ],
      by: 2,
    })
    const client = clientOf([beta.threads.runs.create(answer)])
    const request = { assistant_id: 'asst_1', stream: true } as const
    const events = await collect(client.beta.threads.runs.create('thread_1', request))
    const said = texts(events, (event) =>
      event.event === 'thread.message.delta'
        ? Reflect.get(event.data.delta.content![0]!, 'text')
        : '',
    )
    const called = texts(events, (event) => {
      if (event.event !== 'thread.run.step.delta') return ''
      const details = event.data.delta.step_details
      const [call] = details?.type === 'tool_calls' ? (details.tool_calls ?? []) : []
      return call?.type === 'function' ? call.function?.arguments : ''
    })

    expect(said).toMatchObject([{ value: 'Ye' }, { value: 's.' }])
    expect(called).toEqual(['[1', ']', '[2', ']'])
  })

  it.each([
    ['azure', azure],
    ['mistral', mistral],
  ])('cuts a chat of %s', async (_, dialect) => {
    const { chat } = createRoutes({ dialect, baseURL: 'https://api.openai.com/v1' })
    const client = clientOf([chat.completions.create(reply({ text: 'Yes.', by: 1 }))])
    const chunks = await collect(client.chat.completions.create({ ...CHAT, stream: true }))
    expect(texts(chunks, ({ choices }) => choices[0]?.delta.content)).toEqual(['Y', 'e', 's', '.'])
  })

  it('changes no plain answer', async () => {
    const { chat } = createRoutes({})
    const client = clientOf([chat.completions.create(ANSWER)])
    const { choices } = await client.chat.completions.create(CHAT)
    expect(choices[0]?.message.content).toBe('Yes.')
    expect(choices[0]?.message).not.toHaveProperty('by')
  })

  it.each([0, 1.5, 'letter', null, ['a']])('is none of %j', (by) => {
    expect(() => reply({ text: 'Yes.', by: by as 1 })).toThrow(
      "Failed to create reply(): by is none of 'word', 'grapheme', a number of graphemes, or a RegExp.",
    )
  })
})
