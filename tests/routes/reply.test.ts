import OpenAI from 'openai'
import { expect, it } from 'vitest'
import {
  beta,
  chat,
  createRoute,
  deliver,
  foldChatCompletion,
  foldMessages,
  foldResponse,
  foldRun,
  inOrder,
  reply,
  responses,
  when,
  type ReplyFields,
} from 'msw-openai/routes'
import { decode, stage, unnamed } from 'msw-openai/streaming'
import { createFetch } from 'msw-openai/fetch'
import { z } from 'zod'
import { ask, CHAT } from './support.js'

const RUN = { assistant_id: 'asst_1' }
const { runs, createAndRun } = beta.threads

/** The `data:` of each record of a stream, and the name of its event. */
async function recordsOf({ body }: Response) {
  // Folds find out themselves what an event is.
  const records: Array<{ event: never; data: never }> = []
  if (!body) return records
  for await (const { event, data } of decode(body)) {
    if (data !== '[DONE]') records.push({ event: event as never, data: JSON.parse(data) as never })
  }
  return records
}

/** Gives the answers of each endpoint: the JSON, and the stream, folded. */
const made = {
  async chat(answer: Parameters<typeof chat.completions.create>[0]) {
    const route = chat.completions.create(answer)
    const plain = await (await ask(route, { body: { ...CHAT, stream: false } })).json()
    route.forget()
    const records = await recordsOf(await ask(route))
    return { plain, streamed: foldChatCompletion(records.map(({ data }) => data)) }
  },
  async responses(answer: Parameters<typeof responses.create>[0]) {
    const route = responses.create(answer)
    const url = '/responses'
    const plain = await (await ask(route, { url, body: { model: 'gpt-5', input: 'Hi' } })).json()
    route.forget()
    const records = await recordsOf(
      await ask(route, { url, body: { model: 'gpt-5', input: 'Hi', stream: true } }),
    )
    return { plain, streamed: foldResponse(records.map(({ data }) => data)) }
  },
  async runs(answer: Parameters<typeof runs.create>[0]) {
    const route = runs.create(answer)
    const url = '/threads/thread_7/runs'
    const plain = await (await ask(route, { url, body: RUN })).json()
    route.forget()
    const events = await recordsOf(await ask(route, { url, body: { ...RUN, stream: true } }))
    return { plain, streamed: foldRun(events), messages: foldMessages(events) }
  },
}

const TOOLS: ReplyFields = {
  toolCalls: [
    { name: 'get_weather', arguments: { city: 'Paris' } },
    { name: 'get_time', arguments: '{"zone": "CET"}', id: 'call_mine' },
    { name: 'get_mood' },
  ],
}

const ALL_FIELDS: ReplyFields = {
  text: 'Let me see.',
  reasoning: 'Weather, then.',
  refusal: 'Not all of it.',
  ...TOOLS,
  usage: { input: 7, output: 5 },
}

it('makes a chat completion of all fields, streamed or not', async () => {
  const { plain, streamed } = await made.chat(reply(ALL_FIELDS))

  expect(plain).toMatchObject({
    object: 'chat.completion',
    model: 'gpt-5',
    choices: [
      {
        index: 0,
        finish_reason: 'tool_calls',
        message: {
          role: 'assistant',
          content: 'Let me see.',
          refusal: 'Not all of it.',
          reasoning_content: 'Weather, then.',
          tool_calls: [
            {
              id: 'call_1',
              type: 'function',
              function: { name: 'get_weather', arguments: '{"city":"Paris"}' },
            },
            { id: 'call_mine', function: { name: 'get_time', arguments: '{"zone": "CET"}' } },
            { id: 'call_2', function: { name: 'get_mood', arguments: '{}' } },
          ],
        },
      },
    ],
    usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 },
  })
  expect(streamed.choices).toMatchObject(plain.choices)
})

it('makes a response of all fields, streamed or not', async () => {
  const { plain, streamed } = await made.responses(reply(ALL_FIELDS))

  expect(plain).toMatchObject({
    object: 'response',
    status: 'completed',
    output: [
      { type: 'reasoning', summary: [{ text: 'Weather, then.' }] },
      {
        type: 'message',
        content: [
          { type: 'output_text', text: 'Let me see.' },
          { type: 'refusal', refusal: 'Not all of it.' },
        ],
      },
      { type: 'function_call', name: 'get_weather', arguments: '{"city":"Paris"}' },
      { type: 'function_call', call_id: 'call_mine', arguments: '{"zone": "CET"}' },
      { type: 'function_call', name: 'get_mood', arguments: '{}' },
    ],
    usage: { input_tokens: 7, output_tokens: 5, total_tokens: 12 },
  })
  expect(streamed).toEqual(plain)
})

it('makes a run of all fields, which requires action, streamed or not', async () => {
  const { plain, streamed, messages } = await made.runs(
    reply({ text: 'Let me see.', refusal: 'No.', reasoning: 'Hm', ...TOOLS, usage: { input: 7 } }),
  )

  expect(plain).toMatchObject({
    object: 'thread.run',
    status: 'requires_action',
    thread_id: 'thread_7',
    assistant_id: 'asst_1',
    usage: null,
    required_action: {
      submit_tool_outputs: {
        tool_calls: [
          { id: 'call_1', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } },
          { id: 'call_mine', function: { name: 'get_time', arguments: '{"zone": "CET"}' } },
          { id: 'call_2', function: { name: 'get_mood', arguments: '{}' } },
        ],
      },
    },
  })
  expect(plain).not.toHaveProperty('messages')
  expect(streamed).toEqual(plain)
  expect(messages).toMatchObject([
    { content: [{ text: { value: 'Let me see.' } }, { refusal: 'No.' }] },
  ])
})

const FINISHES = [
  ['stop', 'stop', ['completed', null], ['completed', null]],
  [
    'length',
    'length',
    ['incomplete', { reason: 'max_output_tokens' }],
    ['incomplete', { reason: 'max_completion_tokens' }],
  ],
  [
    'content_filter',
    'content_filter',
    ['incomplete', { reason: 'content_filter' }],
    ['incomplete', null],
  ],
  ['tool_calls', 'tool_calls', ['completed', null], ['completed', null]],
  [undefined, 'stop', ['completed', null], ['completed', null]],
] as const

/** A stage that says that a stream breaks rules on purpose: a reply may say that it calls tools, and call none. */
const onPurpose = stage('onPurpose()', () => ({ take: (item) => item }))

it.each(FINISHES)(
  'ends a reply by %s, as each endpoint says it',
  async (finish, reason, response, run) => {
    const cut = reply({ text: 'Once upon', finish })
    const [completion, whole, ran] = [
      await made.chat(deliver(cut, { through: [onPurpose] })),
      await made.responses(cut),
      await made.runs(cut),
    ]

    for (const { choices } of [completion.plain, completion.streamed]) {
      expect(choices).toMatchObject([{ finish_reason: reason, message: { content: 'Once upon' } }])
    }
    for (const { status, incomplete_details } of [whole.plain, whole.streamed]) {
      expect([status, incomplete_details]).toEqual(response)
    }
    for (const { status, incomplete_details } of [ran.plain, ran.streamed]) {
      expect([status, incomplete_details]).toEqual(run)
    }
  },
)

it('answers with nothing where a reply has nothing', async () => {
  const { plain: completion } = await made.chat(reply({}))
  const { plain: response } = await made.responses(reply({}))
  const { plain: run } = await made.runs(reply({}))

  expect(completion.choices).toMatchObject([
    { finish_reason: 'stop', message: { content: null, refusal: null } },
  ])
  expect(response).toMatchObject({ status: 'completed', output: [] })
  expect(run).toMatchObject({ status: 'completed', required_action: null })
})

it('answers alike to a text and to a reply of that text', async () => {
  expect(await made.chat('Hi')).toEqual(await made.chat(reply({ text: 'Hi' })))
  expect(await made.responses('Hi')).toEqual(await made.responses(reply({ text: 'Hi' })))
  expect(await made.runs('Hi')).toEqual(await made.runs(reply({ text: 'Hi' })))
})

it('answers through the endpoints that begin or continue a run', async () => {
  const answer = reply({ text: 'Hi', toolCalls: [{ name: 'get_time' }] })
  const began = await ask(createAndRun(answer), { url: '/threads/runs', body: RUN })
  const continued = await ask(runs.submitToolOutputs(answer), {
    url: '/threads/thread_7/runs/run_5/submit_tool_outputs',
    body: { tool_outputs: [{ tool_call_id: 'call_5_1', output: '12:00' }] },
  })

  expect(await began.json()).toMatchObject({ status: 'requires_action', id: 'run_1' })
  expect(await continued.json()).toMatchObject({
    id: 'run_5',
    thread_id: 'thread_7',
    required_action: { submit_tool_outputs: { tool_calls: [{ id: 'call_5_2' }] } },
  })
})

it('stands wherever an answer can stand, on any route', async () => {
  const shared = reply({ text: 'Hi' })
  const bodies = [
    await ask(chat.completions.create(inOrder(shared)), { body: { ...CHAT, stream: false } }),
    await ask(responses.create([when({}, shared)]), {
      url: '/responses',
      body: { model: 'gpt-5', input: 'Hi' },
    }),
    await ask(
      runs.create(async () => shared),
      { url: '/threads/thread_1/runs', body: RUN },
    ),
  ]

  expect(await Promise.all(bodies.map((body) => body.json()))).toMatchObject([
    { choices: [{ message: { content: 'Hi' } }] },
    { output: [{ content: [{ text: 'Hi' }] }] },
    { object: 'thread.run' },
  ])
})

/** Everything that looks like an id, in the order of the first time. */
function idsIn(value: unknown): string[] {
  const found = JSON.stringify(value).match(
    /"(chatcmpl|resp|msg|rs|fc|call|run|step|thread)[-_]\w+"(?!:)/g,
  )
  return [...new Set(found?.map((id) => id.slice(1, -1)))]
}

const ANSWER = reply({
  text: 'Let me see.',
  reasoning: 'Hm',
  toolCalls: [{ name: 'get_weather' }, { name: 'get_time', id: 'call_mine' }],
})

const COUNTED: ReadonlyArray<
  [name: string, asked: () => (stream: boolean) => Promise<unknown>, ids: string[][]]
> = [
  [
    'chat',
    () => {
      const route = chat.completions.create(ANSWER)
      return async (stream) => {
        const response = await ask(route, { body: { ...CHAT, stream } })
        return stream ? recordsOf(response) : response.json()
      }
    },
    [
      ['chatcmpl-1', 'call_1', 'call_mine'],
      ['chatcmpl-2', 'call_2_1', 'call_mine'],
      ['chatcmpl-3', 'call_3_1', 'call_mine'],
    ],
  ],
  [
    'responses',
    () => {
      const route = responses.create(ANSWER)
      return async (stream) => {
        const response = await ask(route, {
          url: '/responses',
          body: { model: 'gpt-5', input: 'Hi', stream },
        })
        return stream ? recordsOf(response) : response.json()
      }
    },
    [
      ['resp_1', 'rs_1', 'msg_1', 'fc_1', 'call_1', 'fc_2', 'call_mine'],
      ['resp_2', 'rs_2_1', 'msg_2_1', 'fc_2_1', 'call_2_1', 'fc_2_2', 'call_mine'],
      ['resp_3', 'rs_3_1', 'msg_3_1', 'fc_3_1', 'call_3_1', 'fc_3_2', 'call_mine'],
    ],
  ],
  [
    'runs',
    () => {
      const route = runs.create(ANSWER)
      return async (stream) => {
        const url = '/threads/thread_7/runs'
        const response = await ask(route, { url, body: { ...RUN, stream } })
        return stream ? recordsOf(response) : response.json()
      }
    },
    [
      ['run_1', 'thread_7', 'call_1', 'call_mine', 'step_1', 'msg_1', 'step_2'],
      ['run_2', 'thread_7', 'call_2_1', 'call_mine', 'step_2_1', 'msg_2_1', 'step_2_2'],
      ['run_3', 'thread_7', 'call_3_1', 'call_mine', 'step_3_1', 'msg_3_1', 'step_3_2'],
    ],
  ],
]

it.each(COUNTED)('counts the ids of the answers of %s up', async (_, asked, expected) => {
  const send = asked()
  const ids = [await send(true), await send(true), await send(true)].map(idsIn)

  expect(ids.map((each) => each.toSorted())).toEqual(expected.map((each) => each.toSorted()))
  const plain = asked()
  for (const each of expected) {
    const found = idsIn(await plain(false))
    expect(each).toEqual(expect.arrayContaining(found))
    expect(found).toContain(each[0])
  }
})

it('counts a stream and a plain answer alike, and from the start on every route', async () => {
  for (const [, asked, expected] of COUNTED) {
    const send = asked()
    const ids = [await send(true), await send(false), await send(true)].map(idsIn)

    expect(ids.map(([first]) => first)).toEqual(expected.map(([first]) => first))
  }
})

it('counts from the start again once the route forgets', async () => {
  const route = responses.create('Hi')
  const idOf = async () => {
    const response = await ask(route, { url: '/responses', body: { model: 'gpt-5', input: 'Hi' } })
    return idsIn(await response.json())
  }
  const first = [await idOf(), await idOf()]
  route.forget()

  expect([await idOf(), await idOf()]).toEqual(first)
  expect(first).toEqual([
    ['resp_1', 'msg_1'],
    ['resp_2', 'msg_2_1'],
  ])
})

it('counts answers that come at once apart', async () => {
  const route = responses.create('Hi')
  const asked = { url: '/responses', body: { model: 'gpt-5', input: 'Hi' } }
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(route, asked)))
  const ids = await Promise.all(answers.map(async (answer) => idsIn(await answer.json())[0]))

  expect(new Set(ids).size).toBe(20)
})

it('keeps ids that are given', async () => {
  const completion = await made.chat({ id: 'chatcmpl-mine' })
  const response = await made.responses({
    id: 'resp_mine',
    output: [{ id: 'msg_mine', content: [] }],
  })
  const run = await made.runs({ id: 'run_mine', thread_id: 'thread_mine' })

  expect([completion.plain.id, completion.streamed.id]).toEqual(['chatcmpl-mine', 'chatcmpl-mine'])
  expect([idsIn(response.plain), idsIn(response.streamed)]).toEqual([
    ['resp_mine', 'msg_mine'],
    ['resp_mine', 'msg_mine'],
  ])
  expect([run.plain.id, run.streamed.thread_id]).toEqual(['run_mine', 'thread_mine'])
})

it('reads as the same text and calls by the helpers of the SDK', async () => {
  const fetch = createFetch([chat.completions.create(ANSWER), responses.create(ANSWER)])
  const client = new OpenAI({ apiKey: 'test', maxRetries: 0, fetch })
  const completion = await client.chat.completions
    .stream({ model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }] })
    .finalChatCompletion()
  const response = await client.responses.stream({ model: 'gpt-5', input: 'Hi' }).finalResponse()

  expect(completion.choices[0]?.message).toMatchObject({
    content: 'Let me see.',
    tool_calls: [{ function: { name: 'get_weather' } }, { id: 'call_mine' }],
  })
  expect(response.output_text).toBe('Let me see.')
  expect(response.output).toMatchObject([
    { type: 'reasoning' },
    { type: 'message' },
    { name: 'get_weather' },
    { call_id: 'call_mine' },
  ])
})

const EXPECTED = 'Expected { text, reasoning, toolCalls, refusal, usage, finish, by }.'
const CALLS = 'toolCalls is no array of { name, arguments, id }.'
const USAGE = 'usage is no object of { input, output }, which are numbers of tokens.'

it.each<[what: string, fields: unknown, complaint: string]>([
  ['nothing', undefined, 'expected { text, reasoning, toolCalls, refusal, usage, finish, by }.'],
  ['a text', 'Hi', 'expected { text, reasoning, toolCalls, refusal, usage, finish, by }.'],
  ['an array', ['Hi'], 'expected { text, reasoning, toolCalls, refusal, usage, finish, by }.'],
  [
    'an unknown field',
    { tool_calls: [] },
    `unknown field "tool_calls". ${EXPECTED} Did you mean "toolCalls"?`,
  ],
  ['a text that is none', { text: null }, 'text is no string.'],
  ['a refusal that is none', { refusal: true }, 'refusal is no string.'],
  ['a reasoning that is none', { reasoning: ['Hm'] }, 'reasoning is no string.'],
  ['calls that are no array', { toolCalls: { name: 'f' } }, CALLS],
  ['a call without a name', { toolCalls: [{ arguments: {} }] }, CALLS],
  ['a call that is a text', { toolCalls: ['f'] }, CALLS],
  ['no call', { toolCalls: [null] }, CALLS],
  ['arguments that are a number', { toolCalls: [{ name: 'f', arguments: 5 }] }, CALLS],
  ['arguments that are an array', { toolCalls: [{ name: 'f', arguments: [] }] }, CALLS],
  ['arguments that are null', { toolCalls: [{ name: 'f', arguments: null }] }, CALLS],
  ['an id that is a number', { toolCalls: [{ name: 'f', id: 5 }] }, CALLS],
  ['a call with a field of the wire', { toolCalls: [{ name: 'f', call_id: 'c' }] }, CALLS],
  ['a usage that is none', { usage: 5 }, USAGE],
  ['the usage null', { usage: null }, USAGE],
  ['a usage with fields of the wire', { usage: { prompt_tokens: 5 } }, USAGE],
  ['tokens that are a text', { usage: { input: '5' } }, USAGE],
  ['less than no tokens', { usage: { output: -1 } }, USAGE],
  ['half a token', { usage: { output: 0.5 } }, USAGE],
  [
    'another finish',
    { finish: 'max_tokens' },
    'finish is none of stop, length, tool_calls, content_filter.',
  ],
  [
    'the finish null',
    { finish: null },
    'finish is none of stop, length, tool_calls, content_filter.',
  ],
])('refuses %s', (_, fields, complaint) => {
  expect(() => reply(fields as ReplyFields)).toThrow(
    new TypeError(`Failed to create reply(): ${complaint}`),
  )
})

it('takes fields that are undefined for fields that are not given', async () => {
  const nothing: ReplyFields = {
    text: undefined,
    reasoning: undefined,
    toolCalls: undefined,
    refusal: undefined,
    usage: undefined,
    finish: undefined,
  }

  expect(await made.chat(reply(nothing))).toEqual(await made.chat(reply({})))
})

it('refuses a reply where the endpoint makes nothing of it', async () => {
  const bare = createRoute({
    name: 'ticks.create',
    method: 'POST',
    path: '/ticks',
    wire: { event: z.object({ tick: z.number() }), frame: unnamed },
  })

  expect(() => bare(reply({ text: 'Hi' }))).toThrow(
    '"ticks.create" makes nothing of a reply(): give it a script or a resource.',
  )
})

it('makes a resource of a reply on an endpoint of the user', async () => {
  const completions = createRoute({
    name: 'completions.create',
    method: 'POST',
    path: '/completions',
    fromReply: ({ text = '', finish = 'stop' }, { number }) => ({
      id: `cmpl-${number}`,
      choices: [{ text, finish_reason: finish }],
    }),
  })
  const route = completions(reply({ text: 'Hi', finish: 'length' }))
  await ask(route, { url: '/completions', body: {} })

  expect(await (await ask(route, { url: '/completions', body: {} })).json()).toEqual({
    id: 'cmpl-2',
    choices: [{ text: 'Hi', finish_reason: 'length' }],
  })
})
