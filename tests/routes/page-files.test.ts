import { Window } from 'happy-dom'
import { JSDOM } from 'jsdom'
import { createFetch } from 'msw-openai/fetch'
import { audio, containers, files, images, uploads } from 'msw-openai/routes'
import { expect, it } from 'vitest'

const page = new Window()
const { window: otherPage } = new JSDOM()

/** Files of pages: one of happy-dom has no tag, and one of jsdom no `stream()`. */
const PAGES: ReadonlyArray<[name: string, file: File, blob: Blob]> = [
  [
    'happy-dom',
    // The types of happy-dom are its own.
    new page.File(['Hello'], 'hello.txt', { type: 'text/csv' }) as unknown as File,
    new page.Blob(['Hello'], { type: 'text/csv' }) as unknown as Blob,
  ],
  [
    'jsdom',
    new otherPage.File(['Hello'], 'hello.txt', { type: 'text/csv' }),
    new otherPage.Blob(['Hello'], { type: 'text/csv' }),
  ],
]

/** The endpoints that take a file, each with the body of a request. */
const UPLOADS = [
  [files.create, (file: File) => ({ file, purpose: 'batch' })],
  [uploads.parts.create, (data: File) => ({ data })],
  [containers.files.create, (file: File) => ({ file })],
  [audio.transcriptions.create, (file: File) => ({ file, model: 'whisper-1' })],
  [audio.translations.create, (file: File) => ({ file, model: 'whisper-1' })],
  [audio.voices.create, (audio_sample: File) => ({ audio_sample, name: 'Ada', consent: 'cons_1' })],
  [
    audio.voiceConsents.create,
    (recording: File) => ({ recording, name: 'Ada', language: 'en-US' }),
  ],
  [images.edit, (image: File) => ({ image, prompt: 'A hat' })],
  [images.edit, (image: File) => ({ image: [image, image], mask: image, prompt: 'A hat' })],
  [images.createVariation, (image: File) => ({ image })],
] as const

it.each(PAGES)('takes an uploaded file of %s', (_, file) => {
  const refused = UPLOADS.filter(
    ([{ endpoint }, bodyOf]) => endpoint.body?.safeParse(bodyOf(file)).success !== true,
  )

  expect(refused.map(([{ endpoint }]) => endpoint.name)).toEqual([])
})

it('refuses a text in the place of a file', () => {
  const taken = UPLOADS.filter(
    ([{ endpoint }, bodyOf]) =>
      endpoint.body?.safeParse(bodyOf('hello.txt' as unknown as File)).success !== false,
  )

  expect(taken.map(([{ endpoint }]) => endpoint.name)).toEqual([])
})

it.each(PAGES)('answers with the content of a file of %s', async (_, file, blob) => {
  for (const content of [file, blob]) {
    const ask = createFetch([files.content(content)])
    const response = await ask('https://api.openai.com/v1/files/file-1/content')

    expect(response.headers.get('content-type')).toBe('text/csv')
    expect(await response.text()).toBe('Hello')
  }
})

it.each(PAGES)('speaks the bytes of a file of %s', async (_, file) => {
  const ask = createFetch([audio.speech.create(() => file)])
  const response = await ask('https://api.openai.com/v1/audio/speech', {
    method: 'POST',
    body: JSON.stringify({ model: 'tts-1', input: 'Hello', voice: 'alloy' }),
  })

  expect(await response.text()).toBe('Hello')
})
