import { createParser } from 'eventsource-parser'
import { audio, type SpeechStreamEvent } from 'msw-openai'
import { useServer } from 'msw-openai/vitest'
import OpenAI from 'openai'
import { expect, it } from 'vitest'

const server = useServer()
const voice = { model: 'gpt-4o-mini-tts', voice: 'alloy' } as const

/** The app under test: it plays a speech part by part, as the parts come. */
async function speak(input: string, play: (part: Uint8Array) => void): Promise<void> {
  const { speech } = new OpenAI({ apiKey: 'test' }).audio
  const response = await speech.create({ ...voice, input, stream_format: 'sse' })
  const parser = createParser({
    onEvent({ data }) {
      if (data === '[DONE]') return
      const event: SpeechStreamEvent = JSON.parse(data)
      if (event.type === 'speech.audio.delta') play(Buffer.from(event.audio, 'base64'))
    },
  })
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    parser.feed(decoder.decode(chunk, { stream: true }))
  }
}

it('plays each part', async () => {
  const create = audio.speech.create(new Uint8Array(10_000))
  server.use(create)
  const played: number[] = []

  await speak('Hello there', (part) => played.push(part.length))

  expect(played).toEqual([4096, 4096, 1808])
  expect(create.calls[0]?.body.input).toBe('Hello there')
  await expect(create).toHaveCompleted()
})

it('gives a file that can be played, of a tenth of a second for each word', async () => {
  server.use(audio.speech.create())
  const { speech } = new OpenAI({ apiKey: 'test' }).audio

  const input = 'One two three'
  const response = await speech.create({ ...voice, input, response_format: 'wav' })
  const wav = Buffer.from(await response.arrayBuffer())

  expect(response.headers.get('content-type')).toBe('audio/wav')
  expect(wav.toString('latin1', 0, 4)).toBe('RIFF')
  const [header, bytesPerSecond] = [44, 48_000]
  expect((wav.length - header) / bytesPerSecond).toBe(0.3)
})
