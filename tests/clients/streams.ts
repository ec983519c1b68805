import { createParser } from 'eventsource-parser'
import {
  audio,
  beta,
  chat,
  chatCompletionWriter,
  completions,
  completionWriter,
  continueRun,
  images,
  imageWriter,
  responses,
  responseWriter,
  runWriter,
  speechWriter,
  transcriptionWriter,
  type BetaResponseEvent,
  type ResponseEvent,
} from 'msw-openai'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import { streamOf, type Asked, type Stream } from './stream-of.js'

const unnamed = (event: unknown) => ({ data: JSON.stringify(event) })
const typed = (event: { type: string }) => ({ event: event.type, data: JSON.stringify(event) })
const enveloped = ({ event, data }: AssistantStreamEvent) => ({ event, data: JSON.stringify(data) })
const DONE = { data: '[DONE]' }

const post = (path: string, body: object): Asked => ({
  path,
  method: 'POST',
  body: JSON.stringify(body),
})

function postForm(path: string, fields: Readonly<Record<string, string | File>>): Asked {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return { path, method: 'POST', body }
}

const file = () => new File(['RIFF'], 'hello.wav', { type: 'audio/wav' })
const image = () => new File(['PNG'], 'otter.png', { type: 'image/png' })
const stream = true as const

function* chunks() {
  const w = chatCompletionWriter()
  yield* w.text('Hello there, wörld 👋')
  yield* w.finish()
}

function* textChunks() {
  const w = completionWriter()
  yield* w.text('Hello there, wörld 👋')
  yield* w.finish()
}

function* response(background = false): Generator<ResponseEvent> {
  const w = responseWriter({ background })
  yield* w.message('Hello there, wörld 👋')
  yield* w.completed()
}

function* agentResponse(background = false): Generator<BetaResponseEvent> {
  for (const event of response(background)) yield { ...event, agent: { agent_name: 'researcher' } }
}

function* run(hasThread = false) {
  const w = runWriter()
  if (hasThread) yield* w.thread()
  yield* w.message('Hello there, wörld 👋')
  yield* w.completed()
}

const outputs = [{ tool_call_id: 'call_1', output: 'Noon' }]

function* continued() {
  const before = runWriter()
  const w = continueRun([...before.toolCall('time', {}, { id: 'call_1' })], outputs)
  yield* w.message('Noon')
  yield* w.completed()
}

function* transcript() {
  const w = transcriptionWriter()
  yield* w.text('Hello there, wörld 👋')
  yield* w.done()
}

function* speech() {
  const w = speechWriter()
  yield* w.audio(new Uint8Array(10_000))
  yield* w.done()
}

function* pictures<Type extends 'image_generation' | 'image_edit'>(type: Type) {
  const w = imageWriter({ type })
  yield* w.partial()
  yield* w.partial()
  yield* w.completed()
}

const CHAT = { model: 'gpt-5', messages: [{ role: 'user' as const, content: 'Hi' }], stream }
const TEXT = { model: 'gpt-3.5-turbo-instruct', prompt: 'Hi', stream }
const INPUT = { model: 'gpt-5', input: 'Hi', stream }
const RUN = { assistant_id: 'asst_1', stream }
const SPOKEN = {
  model: 'gpt-4o-mini-tts',
  input: 'Hi',
  voice: 'alloy' as const,
  stream_format: 'sse' as const,
}
const OTTER = { model: 'gpt-image-1', prompt: 'An otter' }
const runs = { frame: enveloped, end: { event: 'done', data: '[DONE]' } }

/** A stream of each endpoint that streams. */
export const streams: readonly Stream[] = [
  streamOf(chat.completions.create, {
    events: chunks(),
    frame: unnamed,
    end: DONE,
    asked: () => post('/chat/completions', CHAT),
    ask: (client, options) => client.chat.completions.create(CHAT, options),
  }),
  streamOf(completions.create, {
    events: textChunks(),
    frame: unnamed,
    end: DONE,
    asked: () => post('/completions', TEXT),
    ask: (client, options) => client.completions.create(TEXT, options),
  }),
  streamOf(responses.create, {
    events: response(),
    frame: typed,
    asked: () => post('/responses', INPUT),
    ask: (client, options) => client.responses.create(INPUT, options),
  }),
  streamOf(responses.retrieve, {
    events: response(true),
    frame: typed,
    asked: () => ({ path: '/responses/resp_1?stream=true' }),
    ask: (client, options) => client.responses.retrieve('resp_1', { stream }, options),
  }),
  streamOf(beta.responses.create, {
    events: agentResponse(),
    frame: typed,
    asked: () => post('/responses?beta=true', INPUT),
    ask: (client, options) => client.beta.responses.create(INPUT, options),
    since: 6,
  }),
  streamOf(beta.responses.retrieve, {
    events: agentResponse(true),
    frame: typed,
    asked: () => ({ path: '/responses/resp_1?beta=true&stream=true' }),
    ask: (client, options) => client.beta.responses.retrieve('resp_1', { stream }, options),
    since: 6,
  }),
  streamOf(beta.threads.runs.create, {
    ...runs,
    events: run(),
    asked: () => post('/threads/thread_1/runs', RUN),
    ask: (client, options) => client.beta.threads.runs.create('thread_1', RUN, options),
  }),
  streamOf(beta.threads.createAndRun, {
    ...runs,
    events: run(true),
    asked: () => post('/threads/runs', RUN),
    ask: (client, options) => client.beta.threads.createAndRun(RUN, options),
  }),
  streamOf(beta.threads.runs.submitToolOutputs, {
    ...runs,
    events: continued(),
    asked: () =>
      post('/threads/thread_1/runs/run_1/submit_tool_outputs', { tool_outputs: outputs, stream }),
    ask: (client, options) =>
      client.beta.threads.runs.submitToolOutputs(
        'run_1',
        { thread_id: 'thread_1', tool_outputs: outputs, stream },
        options,
      ),
    // openai 4 takes other arguments.
    since: 5,
  }),
  streamOf(audio.transcriptions.create, {
    events: transcript(),
    frame: unnamed,
    end: DONE,
    asked: () =>
      postForm('/audio/transcriptions', {
        model: 'gpt-4o-transcribe',
        file: file(),
        stream: 'true',
      }),
    ask: (client, options) =>
      client.audio.transcriptions.create(
        { model: 'gpt-4o-transcribe', file: file(), stream },
        options,
      ),
  }),
  streamOf(audio.speech.create, {
    events: speech(),
    frame: unnamed,
    end: DONE,
    asked: () => post('/audio/speech', SPOKEN),
    async ask(client, options) {
      return eventsOf(await client.audio.speech.create(SPOKEN, options))
    },
  }),
  streamOf(images.generate, {
    events: pictures('image_generation'),
    frame: typed,
    asked: () => post('/images/generations', { ...OTTER, stream }),
    ask: (client, options) => client.images.generate({ ...OTTER, stream }, options),
    since: 5,
  }),
  streamOf(images.edit, {
    events: pictures('image_edit'),
    frame: typed,
    asked: () => postForm('/images/edits', { ...OTTER, image: image(), stream: 'true' }),
    ask: (client, options) => client.images.edit({ ...OTTER, image: image(), stream }, options),
    since: 5,
  }),
]

/** Reads the events of a stream for which the SDK has no reader. */
async function* eventsOf(answer: { arrayBuffer(): Promise<ArrayBuffer> }) {
  const events: unknown[] = []
  const parser = createParser({
    onEvent: ({ data }) => void (data === '[DONE]' || events.push(JSON.parse(data))),
  })
  parser.feed(new TextDecoder().decode(await answer.arrayBuffer()))
  yield* events
}
