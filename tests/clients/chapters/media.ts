import { collect } from 'msw-openai'
import type OpenAI from 'openai'
import { expect } from 'vitest'
import { hasMethod, idsOf } from './chapter.js'

const recording = () => new File(['Hello'], 'hello.wav', { type: 'audio/wav' })
const photo = () => new File(['PNG'], 'otter.png', { type: 'image/png' })

/** Makes images, edits one and varies one. */
export async function imagesChapter({ images }: OpenAI): Promise<void> {
  const asked = { model: 'gpt-image-1', prompt: 'An otter' }
  const generated = await images.generate({ ...asked, n: 2 })
  const drawn = await collect(images.generate({ ...asked, stream: true }))
  const edited = await images.edit({ ...asked, image: photo() })
  const redrawn = await collect(images.edit({ ...asked, image: photo(), stream: true }))
  const varied = await images.createVariation({ image: photo(), n: 2 })

  expect(generated.data).toHaveLength(2)
  expect(edited.data).toHaveLength(1)
  expect(varied.data).toHaveLength(2)
  expect(drawn.at(-1)).toMatchObject({ type: 'image_generation.completed' })
  expect(redrawn.at(-1)).toMatchObject({ type: 'image_edit.completed' })
}

/** Writes down what a recording says, translates it, and speaks. */
export async function audioChapter({ audio }: OpenAI): Promise<void> {
  const asked = { model: 'gpt-4o-transcribe', file: recording() }
  const { text } = await audio.transcriptions.create(asked)
  const events = await collect(audio.transcriptions.create({ ...asked, stream: true }))
  expect(events.at(-1)).toMatchObject({ type: 'transcript.text.done', text })
  expect(await audio.translations.create({ model: 'whisper-1', file: recording() })).toEqual({
    text,
  })

  const said = { model: 'gpt-4o-mini-tts', input: 'Hi', voice: 'alloy' }
  const whole = await audio.speech.create(said)
  const streamed = await audio.speech.create({ ...said, stream_format: 'sse' })
  expect((await whole.arrayBuffer()).byteLength).toBeGreaterThan(0)
  expect(await streamed.text()).toContain('"type":"speech.audio.done"')
}

/** Keeps consents to custom voices, and the voices. openai 6 has neither. */
export async function voicesChapter(client: OpenAI): Promise<void> {
  if (!hasMethod(client, 'audio.voices.create')) return
  const { voiceConsents, voices } = client.audio
  const asked = { recording: recording(), language: 'en-US', name: 'Ada' }
  const { id } = await voiceConsents.create(asked)
  const other = await voiceConsents.create({ ...asked, name: 'Grace' })
  expect(await idsOf(voiceConsents.list({ limit: 1 }))).toEqual([other.id, id])

  const voice = await voices.create({ audio_sample: recording(), consent: id, name: 'Ada' })
  expect(await voices.delete(voice.id)).toMatchObject({ id: voice.id, deleted: true })
  await voiceConsents.update(id, { name: 'Ada L.' })
  expect(await voiceConsents.retrieve(id)).toMatchObject({ name: 'Ada L.' })
  await voiceConsents.delete(id)
  expect(await idsOf(voiceConsents.list())).toEqual([other.id])
}
