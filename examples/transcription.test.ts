import { audio, cutAfter, EventStream, transcriptionWriter, unchecked, type Cue } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import type { TranscriptionStreamEvent } from 'openai/resources/audio/transcriptions'
import { expect, it } from 'vitest'

const server = useServer()
const recording = new File(['RIFF'], 'hello.wav', { type: 'audio/wav' })

/** The app under test: it shows the text of a recording as the text comes. */
async function dictate(file: File, show: (text: string) => void): Promise<void> {
  const { transcriptions } = new OpenAI({ apiKey: 'test' }).audio
  const model = 'gpt-4o-transcribe'
  let text = ''
  for await (const event of await transcriptions.create({ file, model, stream: true })) {
    if (event.type === 'transcript.text.delta') show((text += event.delta))
    if (event.type === 'transcript.text.done') show(event.text)
  }
}

it('shows the text word by word', async () => {
  const create = audio.transcriptions.create('Hello there')
  server.use(create)
  const shown: string[] = []

  await dictate(recording, (text) => shown.push(text))

  expect(shown).toEqual(['Hello', 'Hello there', 'Hello there'])
  expect(create.calls[0]?.body.file.name).toBe('hello.wav')
  await expect(create).toHaveCompleted()
})

it('keeps the text where the connection is lost', async () => {
  server.use(audio.transcriptions.create('Hello there', { through: [cutAfter(1)] }))
  const shown: string[] = []

  await expect(dictate(recording, (text) => shown.push(text))).rejects.toBeInstanceOf(Error)

  expect(shown).toEqual(['Hello'])
})

/** Corrects in the end what it has heard. OpenAI does not do so: `unchecked()` says that it is on purpose. */
class Correction extends EventStream<TranscriptionStreamEvent> {
  *generate(): Generator<TranscriptionStreamEvent | Cue> {
    const w = transcriptionWriter()
    yield* w.text('hello there')
    for (const done of w.done({ text: 'Hello there.' })) yield unchecked(done)
  }
}

it('shows a correction', async () => {
  server.use(audio.transcriptions.create(new Correction()))
  const shown: string[] = []

  await dictate(recording, (text) => shown.push(text))

  expect(shown).toEqual(['hello', 'hello there', 'Hello there.'])
})

it('gives subtitles of who says what', async () => {
  const segments = [
    { speaker: 'A', text: ' Hello.', start: 0, end: 0.8 },
    { speaker: 'B', text: ' Hi there!', start: 1.2, end: 2 },
  ]
  server.use(audio.transcriptions.create({ segments }))
  const { transcriptions } = new OpenAI({ apiKey: 'test' }).audio
  const body = { file: recording, model: 'whisper-1', response_format: 'vtt' as const }

  await expect(transcriptions.create(body)).resolves.toBe(
    'WEBVTT\n\n00:00:00.000 --> 00:00:00.800\nHello.\n\n00:00:01.200 --> 00:00:02.000\nHi there!\n\n',
  )
})
