import {
  audio,
  completeSpeech,
  completeTranscription,
  decode,
  foldSpeech,
  unfoldSpeech,
  unfoldTranscription,
} from 'msw-openai'
import { expect, it } from 'vitest'
import { readAll } from '../support.js'
import { createClient } from './support.js'
import { transports } from './transports.js'

const audioFile = () => new File(['RIFF'.repeat(5000)], 'hello.wav', { type: 'audio/wav' })

it.each(transports)('streams a transcription on %s', async (_, reach) => {
  const create = audio.transcriptions.create('Hello there, wörld 👋')
  const client = createClient(await reach(create))

  const stream = await client.audio.transcriptions.create({
    file: audioFile(),
    model: 'gpt-4o-transcribe',
    stream: true,
    include: ['logprobs'],
  })

  const body = { model: 'gpt-4o-transcribe', include: ['logprobs'] }
  const whole = completeTranscription('Hello there, wörld 👋', { body })
  expect(await readAll(stream)).toEqual({ items: [...unfoldTranscription(whole)] })
  expect(await create.calls[0]?.settled).toBe('completed')
  expect(create.calls[0]?.body).toMatchObject({ model: 'gpt-4o-transcribe', stream: 'true' })
  expect(create.calls[0]?.body.include).toEqual(['logprobs'])
  expect(await create.calls[0]?.body.file.text()).toBe('RIFF'.repeat(5000))
})

it.each(transports)('answers in the format that was asked for on %s', async (_, reach) => {
  const client = createClient(await reach(audio.transcriptions.create('Hello there')))
  const { transcriptions } = client.audio
  const asked = { file: audioFile(), model: 'whisper-1' }

  const json = await transcriptions.create(asked)
  const srt = await transcriptions.create({ ...asked, response_format: 'srt' })
  const verbose = await transcriptions.create({
    ...asked,
    response_format: 'verbose_json',
    timestamp_granularities: ['word', 'segment'],
  })

  expect(json).toMatchObject({ text: 'Hello there', usage: { type: 'duration', seconds: 1 } })
  expect(srt).toBe('1\n00:00:00,000 --> 00:00:01,000\nHello there\n\n\n')
  expect(verbose.words).toEqual([
    { word: 'Hello', start: 0, end: 0.5 },
    { word: 'there', start: 0.5, end: 1 },
  ])
  expect(verbose.segments).toMatchObject([{ id: 0, text: ' Hello there' }])
})

it.each(transports)('answers with a translation on %s', async (_, reach) => {
  const client = createClient(await reach(audio.translations.create('Hello there')))
  const { translations } = client.audio
  const asked = { file: audioFile(), model: 'whisper-1' }

  expect(await translations.create(asked)).toEqual({ text: 'Hello there' })
  expect(await translations.create({ ...asked, response_format: 'text' })).toBe('Hello there\n')
})

const spoken = { model: 'gpt-4o-mini-tts', input: 'Hello there', voice: 'alloy' } as const

it.each(transports)('streams a speech on %s', async (_, reach) => {
  const bytes = Uint8Array.from({ length: 10_000 }, (_item, index) => index % 251)
  const create = audio.speech.create(bytes)
  const client = createClient(await reach(create))
  // openai 4 does not have the field in its types.
  const body = { ...spoken, stream_format: 'sse' as const }
  const response = await client.audio.speech.create(body)

  const records = await Array.fromAsync(decode([new Uint8Array(await response.arrayBuffer())]))
  const events = records.slice(0, -1).map(({ data }) => JSON.parse(data))
  expect(records.at(-1)).toEqual({ data: '[DONE]' })
  expect(events).toEqual([...unfoldSpeech(completeSpeech(bytes))])
  expect(foldSpeech(events).audio).toEqual(bytes)
  expect(await create.calls[0]?.settled).toBe('completed')
})

it.each(transports)('answers with the bytes of a speech on %s', async (_, reach) => {
  const client = createClient(await reach(audio.speech.create()))
  const body = { ...spoken, response_format: 'wav' as const }
  const response = await client.audio.speech.create(body)

  expect(response.headers.get('content-type')).toBe('audio/wav')
  const expected = completeSpeech({}, { body })
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(expected.audio)
})
