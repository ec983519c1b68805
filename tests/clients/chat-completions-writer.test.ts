import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { chat, EventStream } from 'msw-openai'
import { expect, it } from 'vitest'
import { foldChatCompletion } from '../../src/routes/chat-completions/fold.js'
import {
  chatCompletionWriter,
  type ChatCompletionWriter,
} from '../../src/routes/chat-completions/writer.js'
import { readAll } from '../support.js'
import { createClient, major, streamChat, useServer } from './support.js'

const server = useServer()

/** The fields of which the helper and the fold say null in different places. */
const OF_NULL = new Set(['usage', 'logprobs', 'system_fingerprint'])

type Write = (w: ChatCompletionWriter) => Generator<ChatCompletionChunk>

class Written extends EventStream<ChatCompletionChunk> {
  constructor(readonly write: Write) {
    super()
  }

  *generate(): Generator<ChatCompletionChunk> {
    yield* this.write(chatCompletionWriter({ model: 'gpt-5', include_usage: true }))
  }
}

/** Each with the first major of openai whose helper can read it. */
const scripts: Array<[what: string, since: number, write: Write]> = [
  ['a text and its usage', 5, (w) => ended(w, w.text('Grüße 👩‍👩‍👧 from\n\nhere'))],
  ['a refusal', 5, (w) => ended(w, w.refusal("I'm sorry"))],
  ['a tool call', 5, (w) => ended(w, w.toolCall('get_weather', { city: 'Paris' }, { by: 3 }))],
  [
    'parallel tool calls',
    5,
    (w) =>
      ended(
        w,
        w.toolCalls([
          { name: 'get_weather', arguments: { city: 'Paris' } },
          { name: 'get_time', arguments: '{}' },
        ]),
      ),
  ],
  // Before, the helper expects a function of every call.
  ['a custom tool call', 7, (w) => ended(w, w.customToolCall('sql', 'select 1'))],
  // Before, the helper expects a finish_reason. All of them forget the usage at the expiry.
  ['an audio', 6, (w) => w.audio({ transcript: 'Hi there', data: 'AAAA', expires_at: 5 })],
  [
    'log probabilities',
    5,
    (w) => ended(w, w.text('Hi', { logprobs: [{ token: 'Hi', logprob: -1 }] })),
  ],
  [
    'three choices',
    5,
    function* (w) {
      const texts = ['One two', 'Three', 'Four five six']
      yield* w.interleave(...texts.map((text, index) => w.choice(index).text(text)))
      for (const index of texts.keys()) yield* w.choice(index).finish()
      yield* w.usage()
    },
  ],
]

it.each(scripts)('hands the client %s, chunk by chunk', async (_, __, write) => {
  server.use(chat.completions.create(new Written(write)))

  const { items, ...more } = await readAll(await streamChat())

  expect(more).toEqual({})
  expect(items.map(withReason)).toEqual([...new Written(write)].map(withReason))
})

// The helper of openai 4 is elsewhere: `client.beta.chat.completions.stream`.
it.each(scripts.filter(([, since]) => major.openai >= since))(
  'agrees with the helper about %s',
  async (_, __, write) => {
    server.use(chat.completions.create(new Written(write)))
    const stream = createClient().chat.completions.stream({
      model: 'gpt-5',
      messages: [{ role: 'user', content: 'Hello?' }],
    })

    expect(told(await stream.finalChatCompletion())).toEqual(
      told(foldChatCompletion(new Written(write))),
    )
  },
)

/** A chunk with a `finish_reason` in each choice. From version 7 on, the SDK adds one of null. */
function withReason({ choices, ...chunk }: ChatCompletionChunk): object {
  return {
    ...chunk,
    choices: choices.map((choice) => Object.assign({ finish_reason: null }, choice)),
  }
}

/**
 * A completion without what the helper adds to it, what it parsed and log probabilities of null, and
 * without what it does not know of: a fingerprint of null, and annotations of messages.
 */
function told(completion: object): unknown {
  const json = JSON.stringify(completion, (key, value) =>
    key.startsWith('parsed') || key === 'annotations' || (OF_NULL.has(key) && value === null)
      ? undefined
      : value,
  )
  return JSON.parse(json)
}

function* ended(
  w: ChatCompletionWriter,
  content: Iterable<ChatCompletionChunk>,
): Generator<ChatCompletionChunk> {
  yield* content
  yield* w.finish()
  yield* w.usage()
}
