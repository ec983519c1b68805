import { audio } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { clientOf } from './client.js'
import { ask } from './support.js'

const { voices, voiceConsents } = audio
const recording = new File([Uint8Array.of(1, 2, 3)], 'ada.wav', { type: 'audio/wav' })

it('creates a voice of a recording and of a description', async () => {
  const create = voices.create()
  const client = clientOf(create)
  const ada = { name: 'Ada', audio_sample: recording, consent: 'cons_1' }
  const robot = { name: 'Robot', type: 'prompt', prompt: 'A friendly robot' } as const

  expect(await client.audio.voices.create(ada)).toEqual({
    object: 'audio.voice',
    id: 'voice_1',
    name: 'Ada',
    type: 'audio_sample',
    created_at: 1700000000,
  })
  expect(await client.audio.voices.create(robot)).toEqual({
    object: 'audio.voice',
    id: 'voice_2',
    ...robot,
    created_at: 1700000000,
  })
  expect(create.calls[0]?.body.audio_sample?.name).toBe('ada.wav')
})

it('deletes a voice', async () => {
  const client = clientOf(voices.delete())

  expect(await client.audio.voices.delete('voice_9')).toEqual({
    id: 'voice_9',
    object: 'audio.voice.deleted',
    deleted: true,
  })
})

it('creates, retrieves, updates and deletes a consent', async () => {
  const create = voiceConsents.create()
  const client = clientOf(
    create,
    voiceConsents.retrieve({ name: 'Ada' }),
    voiceConsents.update(),
    voiceConsents.delete(),
  )
  const consents = client.audio.voiceConsents

  expect(await consents.create({ name: 'Ada', language: 'en-GB', recording })).toEqual({
    object: 'audio.voice_consent',
    id: 'cons_1',
    name: 'Ada',
    language: 'en-GB',
    created_at: 1700000000,
  })
  expect([...(await create.calls[0]!.body.recording.bytes())]).toEqual([1, 2, 3])
  expect(await consents.retrieve('cons_9')).toMatchObject({ id: 'cons_9', name: 'Ada' })
  expect(await consents.update('cons_9', { name: 'Grace' })).toMatchObject({
    id: 'cons_9',
    name: 'Grace',
    language: 'en-US',
  })
  expect(await consents.delete('cons_9')).toEqual({
    id: 'cons_9',
    object: 'audio.voice_consent',
    deleted: true,
  })
})

it('lists consents page by page', async () => {
  const client = clientOf(voiceConsents.list([{ name: 'Ada' }, { name: 'Grace' }, {}]))
  const listed = []
  for await (const { id, name } of client.audio.voiceConsents.list({ limit: 2 })) {
    listed.push([id, name])
  }

  expect(listed).toEqual([
    ['cons_1', 'Ada'],
    ['cons_2', 'Grace'],
    ['cons_3', 'My consent'],
  ])
})

it.each([
  [voices.create(), '/audio/voices', {}, 'name'],
  [voices.create(), '/audio/voices', { name: 'Robot', type: 'prompt' }, 'prompt'],
  [voices.create(), '/audio/voices', { name: 'Ada', consent: 'cons_1' }, 'audio_sample'],
  [voiceConsents.create(), '/audio/voice_consents', { name: 'Ada', language: 'en' }, 'recording'],
  [voiceConsents.update(), '/audio/voice_consents/cons_1', {}, 'name'],
])('refuses a request of $endpoint.name without what it needs', async (route, url, body, param) => {
  const response = await ask(route, { url, body })

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: { param } })
})

it('refuses a recording without a consent', async () => {
  const form = new FormData()
  form.set('name', 'Ada')
  form.set('audio_sample', recording)
  const request = new Request('https://api.openai.com/v1/audio/voices', {
    method: 'POST',
    body: form,
  })
  const { response } = (await voices.create().run({ request, requestId: '1' })) ?? {}

  expect(await response?.json()).toMatchObject({
    error: { message: "Missing required parameter: 'consent'.", param: 'consent' },
  })
})
