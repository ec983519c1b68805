import { audio, reply, type TranscriptionForm } from 'msw-openai/routes'
import { StreamError, type Script } from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { askForm, Scripted } from './support.js'

const create = audio.transcriptions.create
const translate = audio.translations.create

const file = new File(['RIFF'], 'hello.wav', { type: 'audio/wav' })
const asked = { file, model: 'gpt-4o-transcribe' }
const whisper = { file, model: 'whisper-1' }

const USAGE =
  '"usage":{"type":"tokens","total_tokens":20,"input_tokens":10,"input_token_details":{"text_tokens":0,"audio_tokens":10},"output_tokens":10}'

it('streams deltas and the end, in lines that end in CR and LF', async () => {
  const response = await askForm(create('Hello there'), { ...asked, stream: 'true' })

  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('x-ratelimit-limit-tokens')).toBeNull()
  expect(await response.text()).toBe(
    'data: {"type":"transcript.text.delta","delta":"Hello"}\r\n\r\n' +
      'data: {"type":"transcript.text.delta","delta":" there"}\r\n\r\n' +
      `data: {"type":"transcript.text.done","text":"Hello there",${USAGE}}\r\n\r\n` +
      'data: [DONE]\r\n\r\n',
  )
})

it('streams log probabilities where the form includes them', async () => {
  const form = { ...asked, stream: 'true', 'include[]': 'logprobs' }
  const response = await askForm(create('Hi'), form)

  expect(await response.text()).toBe(
    'data: {"type":"transcript.text.delta","delta":"Hi","logprobs":[{"token":"Hi","logprob":0,"bytes":[72,105]}]}\r\n\r\n' +
      `data: {"type":"transcript.text.done","text":"Hi","logprobs":[{"token":"Hi","logprob":0,"bytes":[72,105]}],${USAGE}}\r\n\r\n` +
      'data: [DONE]\r\n\r\n',
  )
})

const dialog = {
  segments: [
    { speaker: 'A', text: ' Hello.', start: 0, end: 0.75 },
    { speaker: 'B', text: ' Hi there!', start: 1.25, end: 3700.5 },
  ],
}

it('streams segments where the form asks for diarized JSON', async () => {
  const form = {
    file,
    model: 'gpt-4o-transcribe-diarize',
    stream: 'true',
    response_format: 'diarized_json',
  }
  const response = await askForm(create(dialog), form)

  expect(await response.text()).toBe(
    'data: {"type":"transcript.text.segment","text":" Hello.","speaker":"A","start":0,"end":0.75,"id":"seg_0"}\r\n\r\n' +
      'data: {"type":"transcript.text.segment","text":" Hi there!","speaker":"B","start":1.25,"end":3700.5,"id":"seg_1"}\r\n\r\n' +
      `data: {"type":"transcript.text.done","text":"Hello. Hi there!",${USAGE}}\r\n\r\n` +
      'data: [DONE]\r\n\r\n',
  )
})

it('ends the stream with the error of a script', async () => {
  const delta = { type: 'transcript.text.delta' as const, delta: 'Hel' }
  const script = new Scripted([delta], new StreamError({ message: 'Too loud.' }))
  const response = await askForm(create(script), { ...asked, stream: 'true' })

  expect(await response.text()).toBe(
    'data: {"type":"transcript.text.delta","delta":"Hel"}\r\n\r\n' +
      'data: {"error":{"message":"Too loud.","type":"server_error","param":null,"code":null}}\r\n\r\n',
  )
})

const HELLO = { text: 'Hello there.', duration: 1.7 }
const DURATION = '"usage":{"type":"duration","seconds":2}'
const NUMBERS = '"temperature":0,"avg_logprob":-0.5,"compression_ratio":0.8,"no_speech_prob":0.002'
const SEGMENTS = `"segments":[{"id":0,"seek":0,"start":0,"end":1.7,"text":" Hello there.","tokens":[],${NUMBERS}}]`
const WORDS =
  '"words":[{"word":"Hello","start":0,"end":0.85},{"word":"there","start":0.85,"end":1.7}]'
const HEAD = '"task":"transcribe","language":"english","duration":1.7,"text":"Hello there."'
const JSON_TYPE = 'application/json'
const TEXT_TYPE = 'text/plain; charset=utf-8'

it.each([
  ['no format', {}, JSON_TYPE, `{"text":"Hello there.",${DURATION}}`],
  ['json', {}, JSON_TYPE, `{"text":"Hello there.",${DURATION}}`],
  ['verbose_json', {}, JSON_TYPE, `{${HEAD},${SEGMENTS},${DURATION}}`],
  [
    'verbose_json',
    { 'timestamp_granularities[]': 'word' },
    JSON_TYPE,
    `{${HEAD},${WORDS},${DURATION}}`,
  ],
  [
    'verbose_json',
    { 'timestamp_granularities[]': ['word', 'segment'] },
    JSON_TYPE,
    `{${HEAD},${SEGMENTS},${WORDS},${DURATION}}`,
  ],
  [
    'diarized_json',
    {},
    JSON_TYPE,
    `{"text":"Hello there.","segments":[{"type":"transcript.text.segment","text":" Hello there.","speaker":"A","start":0,"end":1.7,"id":"seg_0"}],${DURATION}}`,
  ],
  ['text', {}, TEXT_TYPE, 'Hello there.\n'],
  ['srt', {}, TEXT_TYPE, '1\n00:00:00,000 --> 00:00:01,700\nHello there.\n\n\n'],
  ['vtt', {}, TEXT_TYPE, 'WEBVTT\n\n00:00:00.000 --> 00:00:01.700\nHello there.\n\n'],
])('answers with %s for a form with %j', async (response_format, fields, type, body) => {
  const format = response_format === 'no format' ? {} : { response_format }
  const response = await askForm(create(HELLO), { ...whisper, ...format, ...fields })

  expect(response.headers.get('content-type')).toBe(type)
  expect(response.headers.get('cache-control')).toBeNull()
  expect(await response.text()).toBe(body)
})

it.each([
  [
    'srt',
    '1\n00:00:00,000 --> 00:00:00,750\nHello.\n\n2\n00:00:01,250 --> 01:01:40,500\nHi there!\n\n\n',
  ],
  [
    'vtt',
    'WEBVTT\n\n00:00:00.000 --> 00:00:00.750\nHello.\n\n00:00:01.250 --> 01:01:40.500\nHi there!\n\n',
  ],
])('writes every segment as %s', async (response_format, body) => {
  const response = await askForm(create(dialog), { ...whisper, response_format })

  expect(await response.text()).toBe(body)
})

it('counts tokens for other models than whisper-1', async () => {
  const response = await askForm(create('Hi'), { ...asked, 'include[]': 'logprobs' })

  expect(await response.text()).toBe(
    `{"text":"Hi","logprobs":[{"token":"Hi","logprob":0,"bytes":[72,105]}],${USAGE}}`,
  )
})

it('repeats the language and the temperature of the form', async () => {
  const form = { ...whisper, response_format: 'verbose_json', language: 'fr', temperature: '0.4' }
  const response = await askForm(create('Bonjour'), form)

  expect(await response.json()).toMatchObject({
    language: 'french',
    segments: [{ temperature: 0.4000000059604645 }],
  })
})

it('makes the same answers of a script, of a reply and of a text', async () => {
  const events = [
    { type: 'transcript.text.delta' as const, delta: 'Hello.' },
    { type: 'transcript.text.done' as const, text: 'Hello.' },
  ]
  const answers = [new Scripted(events), reply({ text: 'Hello.' }), 'Hello.']
  const srt = answers.map((answer) =>
    askForm(create(answer), { ...whisper, response_format: 'srt' }),
  )

  for (const response of await Promise.all(srt)) {
    expect(await response.text()).toBe('1\n00:00:00,000 --> 00:00:00,500\nHello.\n\n\n')
  }
})

it('counts the tokens of a reply, except for whisper-1', async () => {
  const answer = reply({ text: 'Hi', usage: { input: 17, output: 3 } })
  const [counted, timed] = await Promise.all([
    askForm(create(answer), asked),
    askForm(create(answer), whisper),
  ])

  expect(await counted?.json()).toMatchObject({
    usage: { total_tokens: 20, input_tokens: 17, output_tokens: 3 },
  })
  expect(await timed?.json()).toEqual({ text: 'Hi', usage: { type: 'duration', seconds: 1 } })
})

it.each([
  ['a transcription by whisper-1', create],
  ['a translation', translate],
])('never streams %s', async (_, factory) => {
  const response = await askForm(factory('Hello'), { ...whisper, stream: 'true' })

  expect(response.headers.get('content-type')).toBe('application/json')
  expect(await response.json()).toMatchObject({ text: 'Hello' })
})

it('refuses a script where nothing ever streams', () => {
  // @ts-expect-error A translation has no events.
  const answer: Script<never> = new Scripted([{ type: 'transcript.text.delta', delta: 'Hi' }])

  expect(() => translate(answer)).toThrow('"audio.translations.create" never streams')
})

it.each([
  ['json', '{"text":"Hello there."}'],
  ['text', 'Hello there.\n'],
  ['vtt', 'WEBVTT\n\n00:00:00.000 --> 00:00:01.700\nHello there.\n\n'],
  [
    'verbose_json',
    `{"task":"translate","language":"english","duration":1.7,"text":"Hello there.",${SEGMENTS}}`,
  ],
])('answers with the %s of a translation, which has no usage', async (response_format, body) => {
  const form = { ...whisper, response_format, language: 'fr', 'include[]': 'logprobs' }
  const response = await askForm(translate(HELLO), form)

  expect(await response.text()).toBe(body)
})

it.each([
  ['file', { model: 'whisper-1' }, "Missing required parameter: 'file'."],
  ['model', { file }, "Missing required parameter: 'model'."],
  [
    'file',
    { file: 'hello.wav', model: 'whisper-1' },
    "Invalid type for 'file': expected a file, but got a string instead.",
  ],
  [
    'response_format',
    { ...whisper, response_format: 'xml' },
    "Invalid value: 'xml'. Supported values are: 'json', 'verbose_json', 'diarized_json', 'text', 'srt', and 'vtt'.",
  ],
])('refuses a form with a wrong %s', async (param, form, message) => {
  for (const factory of [create, translate]) {
    const response = await askForm(factory('Hello'), form)

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining(message), param },
    })
  }
})

it.each(['verbose_json', 'diarized_json', 'srt', 'vtt'])(
  'refuses %s for a model that has no times, as OpenAI does',
  async (response_format) => {
    const response = await askForm(create('Hello'), { ...asked, response_format })

    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      error: {
        message: `response_format '${response_format}' is not compatible with model 'gpt-4o-transcribe-api-ev3'. Use 'json' or 'text' instead.`,
        type: 'invalid_request_error',
        param: 'response_format',
        code: 'unsupported_value',
      },
    })
  },
)

it.each([
  ['calls tools', reply({ toolCalls: [{ name: 'get_weather' }] })],
  ['refuses', reply({ refusal: 'No.' })],
])('makes nothing of a reply that %s', async (_, answer) => {
  for (const factory of [create, translate]) {
    const response = await askForm(factory(answer), whisper)

    expect(await response.json()).toMatchObject({
      error: {
        message: expect.stringContaining('give it a reply() with a text, or an apiError().'),
      },
    })
  }
})

it('keeps the form of a call', async () => {
  const route = create('Hello')
  await askForm(route, { ...asked, 'known_speaker_names[]': ['agent', 'customer'] })
  const { body }: { body?: TranscriptionForm } = { ...route.calls[0] }

  expect(body?.file.name).toBe('hello.wav')
  expect(body?.known_speaker_names).toEqual(['agent', 'customer'])
})

it('takes the files of happy-dom, which have no tag', () => {
  const happy = { name: 'hello.wav', size: 4, type: 'audio/wav' }

  expect(create.endpoint.body?.safeParse({ file: happy, model: 'whisper-1' }).success).toBe(true)
})
