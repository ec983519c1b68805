import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { clientOf } from './client-of.js'

const RECORDING = new File(['…'], 'ada.wav', { type: 'audio/wav' })

it('keeps consents: creates, renames, lists and deletes them', async () => {
  const { audio } = clientOf(createBackend({ created: 1_800_000_000 }))
  const body = { recording: RECORDING, language: 'de-DE', name: 'Ada' }

  const consent = await audio.voiceConsents.create(body)
  await audio.voiceConsents.create({ ...body, name: 'Grace' })
  const renamed = await audio.voiceConsents.update(consent.id, { name: 'Ada L.' })

  expect(consent).toEqual({
    object: 'audio.voice_consent',
    id: 'cons_1',
    name: 'Ada',
    language: 'de-DE',
    created_at: 1_800_000_000,
  })
  expect(await audio.voiceConsents.retrieve('cons_1')).toEqual(renamed)
  const { data } = await audio.voiceConsents.list()
  expect(data.map(({ name }) => name)).toEqual(['Grace', 'Ada L.'])
  expect(await audio.voiceConsents.delete('cons_1')).toMatchObject({ deleted: true })
  await expect(audio.voiceConsents.retrieve('cons_1')).rejects.toThrow(
    "404 No voice consent found with id 'cons_1'.",
  )
})

it('keeps voices until they are deleted', async () => {
  const openai = createBackend()
  const { audio } = clientOf(openai)

  const voice = await audio.voices.create({
    name: 'Ada',
    consent: 'cons_1',
    audio_sample: RECORDING,
  })

  expect(openai.store.voices.list()).toEqual([voice])
  expect(await audio.voices.delete(voice.id)).toMatchObject({ id: 'voice_1', deleted: true })
  expect(openai.store.voices.list()).toEqual([])
  await expect(audio.voices.delete(voice.id)).rejects.toThrow(
    "404 No voice found with id 'voice_1'.",
  )
})
