import { z } from 'zod'
import { textAt } from '../protocol/fields.js'
import { file, oneOfTexts } from '../protocol/schema.js'
import { deleteEndpoint, resourceEndpoint, type Family } from '../resources/resource-endpoints.js'

/** A custom voice. The SDK has the type from version 7 on. */
export interface Voice {
  /** The type of the object. */
  readonly object: 'audio.voice'
  /** The id, such as `voice_1`. */
  readonly id: string
  /** The name of the voice. */
  readonly name: string
  /** The source of the voice: a recording, or a description. */
  readonly type: 'audio_sample' | 'prompt'
  /** The description of a voice that has no recording. */
  readonly prompt?: string
  /** The time of the creation, in Unix seconds. */
  readonly created_at: number
}

/** The body of a request that creates a voice. */
export interface VoiceCreateBody {
  /** The name of the voice. */
  readonly name: string
  /** The source of the voice; `audio_sample` unless given. */
  readonly type?: Voice['type']
  /** The recording of the voice. */
  readonly audio_sample?: File
  /** The id of the speaker's consent to the use of the recording. */
  readonly consent?: string
  /** The description of the voice, in the place of a recording. */
  readonly prompt?: string
}

const creation = z
  .looseObject({
    name: z.string(),
    type: oneOfTexts(['audio_sample', 'prompt']).optional(),
    audio_sample: file.optional(),
    consent: z.string().optional(),
    prompt: z.string().optional(),
  })
  .refine(({ type, prompt }) => type !== 'prompt' || prompt !== undefined, { path: ['prompt'] })
  .refine(({ type, audio_sample }) => type === 'prompt' || audio_sample, { path: ['audio_sample'] })
  .refine(({ type, consent }) => type === 'prompt' || consent !== undefined, { path: ['consent'] })

const voices: Family<Voice> = {
  name: 'audio.voices',
  path: '/audio/voices',
  param: 'voice_id',
  prefix: 'voice_',
  deleted: 'audio.voice.deleted',
  defaults: (id, { body }) => {
    const prompt = textAt(body, 'prompt')
    return {
      object: 'audio.voice',
      id,
      name: 'My voice',
      type: 'audio_sample',
      ...(prompt && { prompt }),
      created_at: 1700000000,
    }
  },
}

/** The endpoints of custom voices. */
export const voice = {
  create: resourceEndpoint<Voice, VoiceCreateBody>(voices, {
    name: 'create',
    method: 'POST',
    path: voices.path,
    body: creation,
  }),
  delete: deleteEndpoint(voices, {
    name: 'delete',
    method: 'DELETE',
    path: `${voices.path}/:voice_id`,
  }),
}
