import { voiceConsent } from './voice-consent.js'
import { voice } from './voice.js'

/** The endpoints of custom voices, and of the consents of their speakers. */
export const customVoices = {
  /** Custom voices. */
  voices: {
    /**
     * Creates a route that answers `POST /audio/voices`.
     *
     * @example
     * server.use(audio.voices.create())
     */
    create: voice.create,
    /**
     * Creates a route that answers `DELETE /audio/voices/{voice_id}`.
     *
     * @example
     * server.use(audio.voices.delete())
     */
    delete: voice.delete,
  },
  /** Consents of speakers to the use of their voices. */
  voiceConsents: {
    /**
     * Creates a route that answers `POST /audio/voice_consents`.
     *
     * @example
     * server.use(audio.voiceConsents.create())
     */
    create: voiceConsent.create,
    /**
     * Creates a route that answers `GET /audio/voice_consents/{consent_id}`.
     *
     * @example
     * server.use(audio.voiceConsents.retrieve({ language: 'de-DE' }))
     */
    retrieve: voiceConsent.retrieve,
    /**
     * Creates a route that answers `POST /audio/voice_consents/{consent_id}`.
     *
     * @example
     * server.use(audio.voiceConsents.update())
     */
    update: voiceConsent.update,
    /**
     * Creates a route that answers `GET /audio/voice_consents`, page by page.
     *
     * @example
     * server.use(audio.voiceConsents.list([{ name: 'Ada' }, { name: 'Grace' }]))
     */
    list: voiceConsent.list,
    /**
     * Creates a route that answers `DELETE /audio/voice_consents/{consent_id}`.
     *
     * @example
     * server.use(audio.voiceConsents.delete())
     */
    delete: voiceConsent.delete,
  },
}
