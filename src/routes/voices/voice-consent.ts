import { z } from 'zod'
import { file } from '../protocol/schema.js'
import { familyEndpoints } from '../resources/resource-endpoints.js'

/** The consent of a speaker to the use of a recording. The SDK has the type from version 7 on. */
export interface VoiceConsent {
  /** The type of the object. */
  readonly object: 'audio.voice_consent'
  /** The id, such as `cons_1`. */
  readonly id: string
  /** The name of the consent. */
  readonly name: string
  /** The language of the consent, as a BCP 47 tag. */
  readonly language: string
  /** The time of the creation, in Unix seconds. */
  readonly created_at: number
}

/** The body of a request that creates a consent. */
export interface VoiceConsentCreateBody {
  /** The name of the consent. */
  readonly name: string
  /** The language of the consent, as a BCP 47 tag. */
  readonly language: string
  /** The recording of the consent. */
  readonly recording: File
}

/** The body of a request that renames a consent. */
export interface VoiceConsentUpdateBody {
  /** The new name of the consent. */
  readonly name: string
}

/** The endpoints of the consents of speakers. */
export const voiceConsent = familyEndpoints<
  VoiceConsent,
  VoiceConsentCreateBody,
  VoiceConsentUpdateBody
>({
  name: 'audio.voiceConsents',
  path: '/audio/voice_consents',
  param: 'consent_id',
  prefix: 'cons_',
  deleted: 'audio.voice_consent',
  creation: z.looseObject({ name: z.string(), language: z.string(), recording: file }),
  change: z.looseObject({ name: z.string() }),
  defaults: (id) => ({
    object: 'audio.voice_consent',
    id,
    name: 'My consent',
    language: 'en-US',
    created_at: 1700000000,
  }),
})
