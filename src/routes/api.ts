import { assistantsBeta } from './assistants/endpoints.js'
import { batches } from './batches/endpoints.js'
import { betaResponses } from './beta-responses/endpoints.js'
import { chatCompletions } from './chat-completions/endpoint.js'
import { storedCompletions } from './chat-completions/stored-completions.js'
import { completions } from './completions/endpoint.js'
import { containers } from './containers/endpoints.js'
import { conversations } from './conversations/endpoints.js'
import { embeddings } from './embeddings/endpoints.js'
import { files } from './files/endpoints.js'
import { createImageVariation, editImages, generateImages } from './images/endpoint.js'
import { models } from './models/endpoints.js'
import { moderations } from './moderations/endpoints.js'
import { createResponse } from './responses/endpoint.js'
import { retrieveResponse } from './responses/retrieve-response.js'
import { storedResponses } from './responses/stored-responses.js'
import { createSpeech } from './speech/endpoint.js'
import { createTranscription, createTranslation } from './transcriptions/endpoint.js'
import { uploads } from './uploads/endpoints.js'
import { vectorStores } from './vector-stores/endpoints.js'
import { customVoices } from './voices/endpoints.js'

/**
 * The endpoints of the API, named as the methods of the OpenAI SDK. `createRoutes()` makes a route
 * factory of each.
 */
export const api = {
  /** Chat Completions. */
  chat: {
    /** Chat completions. */
    completions: {
      /**
       * Creates a route that answers `POST /chat/completions`.
       *
       * @example
       * server.use(chat.completions.create('Hello there'))
       */
      create: chatCompletions,
      ...storedCompletions,
    },
  },
  /** Legacy completions. */
  completions: {
    /**
     * Creates a route that answers `POST /completions`.
     *
     * @example
     * server.use(completions.create('Hello there'))
     */
    create: completions,
  },
  /** Responses. */
  responses: {
    /**
     * Creates a route that answers `POST /responses`.
     *
     * @example
     * server.use(responses.create('Hello there'))
     */
    create: createResponse,
    /**
     * Creates a route that answers `GET /responses/{response_id}`, also for a stream that is resumed.
     *
     * @example
     * server.use(responses.retrieve('Hello there'))
     */
    retrieve: retrieveResponse,
    ...storedResponses,
  },
  /** Conversations. */
  conversations,
  /** Embeddings. */
  embeddings,
  /** Moderations. */
  moderations,
  /** Models. */
  models,
  /** Files. */
  files,
  /** Uploads, which are files in parts. */
  uploads,
  /** Batches. */
  batches,
  /** Images. */
  images: {
    /**
     * Creates a route that answers `POST /images/generations`.
     *
     * @example
     * server.use(images.generate())
     */
    generate: generateImages,
    /**
     * Creates a route that answers `POST /images/edits`.
     *
     * @example
     * server.use(images.edit([{ b64_json: 'iVBORw0KGgo=' }]))
     */
    edit: editImages,
    /**
     * Creates a route that answers `POST /images/variations`.
     *
     * @example
     * server.use(images.createVariation())
     */
    createVariation: createImageVariation,
  },
  /** Audio. */
  audio: {
    /** Transcriptions. */
    transcriptions: {
      /**
       * Creates a route that answers `POST /audio/transcriptions`.
       *
       * @example
       * server.use(audio.transcriptions.create('Hello there'))
       */
      create: createTranscription,
    },
    /** Translations to English. */
    translations: {
      /**
       * Creates a route that answers `POST /audio/translations`.
       *
       * @example
       * server.use(audio.translations.create('Hello there'))
       */
      create: createTranslation,
    },
    /** Speech. */
    speech: {
      /**
       * Creates a route that answers `POST /audio/speech`; with a silence, unless the bytes are given.
       *
       * @example
       * server.use(audio.speech.create())
       */
      create: createSpeech,
    },
    ...customVoices,
  },
  /** Vector stores, in which files are searched. */
  vectorStores,
  /** Containers, in which code runs. */
  containers,
  /** Assistants, and the beta of Responses. */
  beta: {
    ...assistantsBeta,
    /** Responses of several agents. */
    responses: betaResponses,
  },
}
