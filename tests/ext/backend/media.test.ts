import { createBackend } from 'msw-openai/backend'
import { toFile } from 'openai'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const audio = (content: string, name = 'hello.mp3') => toFile(Buffer.from(content), name)

it('makes as many images as a request asks for', async () => {
  const { images } = clientOf(createBackend())

  const generated = await images.generate({ model: 'gpt-image-1', prompt: 'An otter', n: 2 })

  expect(generated.data).toEqual([
    { b64_json: expect.any(String) },
    { b64_json: expect.any(String) },
  ])
  expect(generated.usage?.total_tokens).toBeGreaterThan(0)
})

it('edits and varies images', async () => {
  const { images } = clientOf(createBackend())
  const image = await toFile(Buffer.from('png'), 'otter.png', { type: 'image/png' })

  const edited = await images.edit({ model: 'gpt-image-1', image, prompt: 'A hat' })
  const varied = await images.createVariation({ image, n: 2 })

  expect(edited.data).toHaveLength(1)
  expect(varied.data).toEqual([{ url: expect.any(String) }, { url: expect.any(String) }])
})

it('transcribes the same file to the same text, also as a stream', async () => {
  const { transcriptions } = clientOf(createBackend()).audio
  const model = 'gpt-4o-transcribe'
  const plain = await transcriptions.create({ model, file: await audio('Hello') })

  const stream = await transcriptions.create({ model, file: await audio('Hello'), stream: true })
  let streamed = ''
  for await (const event of stream) if (event.type === 'transcript.text.done') streamed = event.text
  const other = await transcriptions.create({ model, file: await audio('Hello!') })

  expect(plain.text).toBe('These are the words of hello.mp3, a recording of 5 bytes.')
  expect(streamed).toBe(plain.text)
  expect(other.text).toContain('6 bytes')
})

it('translates, and speaks', async () => {
  const client = clientOf(createBackend())

  const translated = await client.audio.translations.create({
    model: 'whisper-1',
    file: await audio('Bonjour', 'bonjour.mp3'),
  })
  const spoken = await client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'Hi' })

  expect(translated.text).toContain('bonjour.mp3')
  expect((await spoken.arrayBuffer()).byteLength).toBeGreaterThan(0)
})
