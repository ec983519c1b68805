import { APIError } from 'openai'
import { EventStream, responses, type ResponseEvent } from 'msw-openai'
import { expect, it } from 'vitest'
import { completeResponse } from '../../src/routes/responses/complete.js'
import { foldResponse } from '../../src/routes/responses/fold.js'
import { unfoldResponse } from '../../src/routes/responses/unfold.js'
import { responseWriter, type ResponseWriter } from '../../src/routes/responses/response-writer.js'
import { createClient, major, useServer } from './support.js'

const server = useServer()

class Written extends EventStream<ResponseEvent> {
  constructor(readonly write: (writer: ResponseWriter) => Iterable<ResponseEvent>) {
    super()
  }

  *generate(): Generator<ResponseEvent> {
    yield* this.write(responseWriter())
  }
}

/** The response that the SDK's own helper makes of a script. */
async function finalResponse(script: EventStream<ResponseEvent>): Promise<unknown> {
  server.use(responses.create(script))
  const stream = createClient().responses.stream({ model: 'gpt-5', input: 'Hello?' })
  return withoutHelp(await stream.finalResponse())
}

/** Removes the fields that the SDK's helper adds to a response of the wire. */
function withoutHelp(response: object): unknown {
  const added = new Set(['output_text', 'output_parsed', 'parsed', 'parsed_arguments'])
  const json = JSON.stringify(response, (key, value: unknown) =>
    added.has(key) ? undefined : value,
  )
  return JSON.parse(json)
}

const scripts: Record<string, (writer: ResponseWriter) => Generator<ResponseEvent>> = {
  *'items that overlap'(writer) {
    yield* writer.interleave(
      writer.mcpListTools('docs', [{ name: 'ask', input_schema: {} }]),
      writer.message('Hello there'),
      writer.toolCall('f', { city: 'Paris' }),
    )
    yield* writer.completed()
  },
  *'a text'(writer) {
    yield* writer.message('Hello there, world 👩‍👩‍👧', { by: 'grapheme' })
    yield* writer.completed({ usage: { input_tokens: 9, output_tokens: 4 } })
  },
  *'nothing at all'(writer) {
    yield* writer.begin()
    yield* writer.completed()
  },
  *'a text with annotations and logprobs'(writer) {
    const citation = { type: 'url_citation', url: 'https://example.com', title: 'Hi' } as const
    const token = { token: 'Hi', logprob: -0.25, bytes: [72, 105], top_logprobs: [] }
    const annotations = [{ ...citation, start_index: 0, end_index: 2 }]
    yield* writer.message('Hi there', { annotations, logprobs: [token] })
    yield* writer.completed()
  },
  *'reasoning, commentary and parallel calls'(writer) {
    yield* writer.reasoning(['First this', 'then that'], { encrypted_content: 'gAAA' })
    yield* writer.message('Let me look.', { phase: 'commentary' })
    yield* writer.toolCall('get_weather', { city: 'Paris' })
    yield* writer.toolCall('get_weather', { city: 'Rome' })
    yield* writer.completed()
  },
  *'a refusal'(writer) {
    yield* writer.refusal('No, sorry.')
    yield* writer.completed()
  },
  *'reasoning in the open'(writer) {
    yield* writer.reasoningText('Hm, well')
    yield* writer.message('Yes')
    yield* writer.completed()
  },
  *"every tool of OpenAI's"(writer) {
    yield* writer.webSearch('cats')
    yield* writer.fileSearch('cats')
    yield* writer.codeInterpreter('6 * 7', { outputs: [{ type: 'logs', logs: '42' }] })
    yield* writer.imageGeneration('AAAA', { partial_images: ['AA'] })
    yield* writer.customToolCall('sql', 'SELECT 1')
    yield* writer.mcpListTools('docs', [{ name: 'ask', input_schema: {} }])
    yield* writer.mcpCall('docs', 'ask', { q: 'Is it?' }, 'Yes')
    yield* writer.mcpApprovalRequest('docs', 'ask', {})
    yield* writer.message('Done.')
    yield* writer.completed()
  },
  *'a response in the background'(writer) {
    yield* writer.created()
    yield* writer.queued()
    yield* writer.message('Later')
    yield* writer.completed()
  },
  *'what was cut short'(writer) {
    yield* writer.message('Once upon', { status: 'incomplete' })
    yield* writer.incomplete('max_output_tokens')
  },
  *'a response that failed'(writer) {
    yield* writer.message('Once upon')
    yield* writer.failed({ message: 'Sorry' }, { alone: true })
  },
}

// The helpers of openai 4 and 5 do not read how else a response may end.
const unread = ['what was cut short', 'a response that failed']
const read = Object.entries(scripts).filter(([name]) => major.openai > 5 || !unread.includes(name))

it.each(read)('gives the helper what it folds to: %s', async (_, write) => {
  const script = new Written(write)

  expect(await finalResponse(script)).toEqual(foldResponse(script))
})

// The helpers before openai 7 do not know these events.
const shells = major.openai < 7 ? [] : ['a shell']

it.each(shells)('gives the helper the commands of %s', async () => {
  const script = new Written(function* (writer) {
    yield* writer.shellCall(['ls -a', 'pwd'])
    yield* writer.completed()
  })

  expect(await finalResponse(script)).toEqual(foldResponse(script))
})

it('gives the helper the response that it unfolds', async () => {
  const whole = completeResponse({
    model: 'gpt-5',
    output: [{ content: [{ text: 'Hello there' }] }, { type: 'function_call', name: 'f' }],
  })

  expect(await finalResponse(new Written(() => unfoldResponse(whole)))).toEqual(whole)
})

it('gives the helper the text of each delta', async () => {
  server.use(responses.create(new Written(scripts['a text']!)))
  const stream = createClient().responses.stream({ model: 'gpt-5', input: 'Hello?' })

  let text = ''
  stream.on('response.output_text.delta', ({ delta, snapshot }) => {
    text += delta
    expect(snapshot).toBe(text)
  })
  await stream.done()
  expect(text).toBe('Hello there, world 👩‍👩‍👧')
})

it('fails for the client that reads the error event', async () => {
  const script = new Written((writer) =>
    writer.failed({ message: 'Quota exceeded', code: 'insufficient_quota' }),
  )

  const error = await finalResponse(script).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(APIError)
  expect(error).toMatchObject({ code: 'insufficient_quota' })
})
