import { api, type Api } from '../../../routes/api.js'
import type { Voice } from '../../../routes/voices/voice.js'
import type { VoiceConsent } from '../../../routes/voices/voice-consent.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'
import { noneFound } from '../resources/not-found.js'
import {
  creating,
  deleting,
  listing,
  retrieving,
  updating,
  type StoredFamily,
} from '../resources/family-behaviours.js'

/** Makes the behaviours of custom voices, and of the consents of their speakers. */
export function voiceBehaviours({
  store,
}: BackendContext): BehavioursOf<Pick<Api['audio'], 'voices' | 'voiceConsents'>> {
  const voices: StoredFamily<Voice> = {
    param: 'voice_id',
    collection: () => store.voices,
    missing: (id) => noneFound('voice', id),
  }
  const consents: StoredFamily<VoiceConsent> = {
    param: 'consent_id',
    collection: () => store.voiceConsents,
    missing: (id) => noneFound('voice consent', id),
  }
  return {
    voices: { create: creating(voices, api.audio.voices.create), delete: deleting(voices) },
    voiceConsents: {
      create: creating(consents, api.audio.voiceConsents.create),
      retrieve: retrieving(consents),
      update: updating(consents),
      list: listing(consents, api.audio.voiceConsents.list),
      delete: deleting(consents),
    },
  }
}
