import * as fc from 'fast-check'
import {
  audio,
  completeSpeech,
  foldSpeech,
  speechWriter,
  unfoldSpeech,
  type SpeechStreamEvent,
} from 'msw-openai'
import { expect, it } from 'vitest'
import { speechReader } from '../../src/routes/speech/speech-reader.js'
import { CLEAR, damaged, problemOf } from './damage.js'
import { ask, Scripted } from './support.js'

const create = audio.speech.create
const url = '/audio/speech'
const body = { model: 'gpt-4o-mini-tts', input: 'Hello there', voice: 'alloy' }
const sse = { ...body, stream_format: 'sse' }
const bytes = Uint8Array.of(0, 255, 13, 10)

const STREAM =
  'data: {"type":"speech.audio.delta","audio":"AP8NCg=="}\r\n\r\n' +
  'data: {"type":"speech.audio.done","usage":{"input_tokens":10,"output_tokens":10,"total_tokens":20}}\r\n\r\n' +
  'data: [DONE]\r\n\r\n'

it.each<[string, object]>([
  ['a Uint8Array', bytes],
  ['a Buffer', Buffer.from(bytes)],
  ['an ArrayBuffer', bytes.slice().buffer],
  ['a Blob', new Blob([bytes], { type: 'audio/x-own' })],
  ['a part of a speech', { audio: bytes }],
])('answers with the bytes of %s, streamed or not', async (_, answer) => {
  // The types of the table are those of the list.
  const route = create(answer as Uint8Array)
  const plain = await ask(route, { url, body: { ...body, stream: true } })
  const streamed = await ask(route, { url, body: sse })

  expect(plain.headers.get('content-type')).toBe('audio/mpeg')
  expect(plain.headers.get('x-request-id')).toMatch(/^req_/)
  expect([...(await plain.bytes())]).toEqual([...bytes])
  expect(streamed.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(streamed.headers.get('cache-control')).toBe('no-store')
  expect(await streamed.text()).toBe(STREAM)
})

it.each([
  ['mp3', 'audio/mpeg'],
  ['opus', 'audio/opus'],
  ['aac', 'audio/aac'],
  ['flac', 'audio/flac'],
  ['wav', 'audio/wav'],
  ['pcm', 'audio/pcm'],
])('answers with the content type of %s', async (response_format, type) => {
  const response = await ask(create(), { url, body: { ...body, response_format } })

  expect(response.headers.get('content-type')).toBe(type)
  expect((await response.bytes()).length).toBeGreaterThan(50)
})

it('answers a request without a stream with the bytes of a script', async () => {
  const route = create(new Scripted([...unfoldSpeech(completeSpeech(bytes))]))
  const response = await ask(route, { url, body: { ...body, response_format: 'flac' } })

  expect(response.headers.get('content-type')).toBe('audio/flac')
  expect([...(await response.bytes())]).toEqual([...bytes])
})

it('answers with a Response as it is', async () => {
  const response = await ask(create(new Response('mine')), { url, body })

  expect(await response.text()).toBe('mine')
})

it('makes nothing of a text', () => {
  expect(() => {
    // @ts-expect-error A text is no audio.
    create('Hello')
  }).toThrow(
    '"audio.speech.create" makes nothing of a text: give it bytes, such as Uint8Array.of(1, 2), or nothing.',
  )
})

it.each([
  ['input', { ...body, input: undefined }],
  ['voice', { ...body, voice: 5 }],
  ['voice.id', { ...body, voice: { name: 'mine' } }],
  ['response_format', { ...body, response_format: 'mp4' }],
  ['stream_format', { ...body, stream_format: 'json' }],
])('refuses a request with a wrong %s', async (param, wrong) => {
  const response = await ask(create(), { url, body: wrong })

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: { param } })
})

it('takes the id of a voice', async () => {
  const response = await ask(create(), { url, body: { ...body, voice: { id: 'voice_1' } } })

  expect(response.status).toBe(200)
})

it('cuts audio into events of 4096 bytes, or of a number of your own', () => {
  const w = speechWriter()
  const sizes = [
    ...w.audio(new Uint8Array(9000)),
    ...w.audio('AAECAwQ=', { by: 3 }),
    ...w.done(),
  ].map((event) => ('audio' in event ? event.audio.length : event.usage.total_tokens))

  expect(sizes).toEqual([5464, 5464, 1080, 4, 4, 20])
})

it.each<[string, (w: ReturnType<typeof speechWriter>) => Iterable<SpeechStreamEvent>[]]>([
  ['Failed to write audio: the speech has ended', (w) => [w.done(), w.audio(bytes)]],
  ['Failed to write the end: the speech has ended', (w) => [w.done(), w.done()]],
  ['Failed to cut audio by 0', (w) => [w.audio(bytes, { by: 0 })]],
  ['Failed to decode base64', (w) => [w.audio('ä')]],
])('says: %s', (problem, parts) => {
  expect(() => parts(speechWriter()).map((part) => [...part])).toThrow(problem)
})

it('folds to the bytes that were unfolded', () => {
  const { event } = create.endpoint.wire
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 9000, size: 'max' }),
      fc.nat(),
      (given, output_tokens) => {
        const whole = completeSpeech({ audio: given, usage: { output_tokens } })
        const events = [...unfoldSpeech(whole)]

        expect(events.every((one) => event.safeParse(one).success)).toBe(true)
        expect(Buffer.compare(foldSpeech(events).audio, given)).toBe(0)
        expect(foldSpeech(events).usage).toEqual(whole.usage)
      },
    ),
    { numRuns: 30 },
  )
})

it.each([
  [[], 'it has no end. Expected an event speech.audio.done.'],
  [[{ type: 'speech.audio.delta', audio: '…' }], 'event 0 is damaged at audio'],
])('does not fold %j', (events, reason) => {
  // Plain JavaScript may give anything.
  expect(() => foldSpeech(events as never)).toThrow(`Failed to fold a speech: ${reason}`)
})

it('names what is wrong with damaged speeches and events', () => {
  const whole = completeSpeech({ usage: { input_tokens: 1 } })
  const events = [...unfoldSpeech(completeSpeech(bytes))]
  fc.assert(
    fc.property(damaged({ ...whole, audio: bytes }), damaged(events), (resource, stream) => {
      const tasks = [
        () => completeSpeech(resource),
        () => [...unfoldSpeech(resource)],
        () => foldSpeech(stream),
      ]
      for (const task of tasks) expect(problemOf(task)).toMatch(CLEAR)
    }),
  )
})

it('prints events without their audio', () => {
  const events = [...unfoldSpeech(completeSpeech(bytes))]

  expect(events.map((event) => speechReader.line?.(event))).toEqual([
    'speech.audio.delta 8 characters of base64',
    'speech.audio.done {"input_tokens":10,"output_tokens":10,"total_tokens":20}',
  ])
  expect(speechReader.text(events)).toEqual(['', ''])
})
