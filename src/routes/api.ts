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
 *
 * The type is written out, because the published types keep no doc comments of inferred ones. Its doc
 * comments are those that editors show of the routes.
 */
export interface Api {
  /** Chat Completions. */
  readonly chat: {
    /** Chat completions. */
    readonly completions: typeof storedCompletions & {
      /**
       * Creates a route that answers `POST /chat/completions`.
       *
       * @example
       * server.use(chat.completions.create('Hello there'))
       */
      readonly create: typeof chatCompletions
    }
  }
  /** Legacy completions. */
  readonly completions: {
    /**
     * Creates a route that answers `POST /completions`.
     *
     * @example
     * server.use(completions.create('Hello there'))
     */
    readonly create: typeof completions
  }
  /** Responses. */
  readonly responses: typeof storedResponses & {
    /**
     * Creates a route that answers `POST /responses`.
     *
     * @example
     * server.use(responses.create('Hello there'))
     */
    readonly create: typeof createResponse
    /**
     * Creates a route that answers `GET /responses/{response_id}`, also for a stream that is resumed.
     *
     * @example
     * server.use(responses.retrieve('Hello there'))
     */
    readonly retrieve: typeof retrieveResponse
  }
  /** Conversations. */
  readonly conversations: typeof conversations
  /** Embeddings. */
  readonly embeddings: typeof embeddings
  /** Moderations. */
  readonly moderations: typeof moderations
  /** Models. */
  readonly models: typeof models
  /** Files. */
  readonly files: typeof files
  /** Uploads, which are files in parts. */
  readonly uploads: typeof uploads
  /** Batches. */
  readonly batches: typeof batches
  /** Images. */
  readonly images: {
    /**
     * Creates a route that answers `POST /images/generations`.
     *
     * @example
     * server.use(images.generate())
     */
    readonly generate: typeof generateImages
    /**
     * Creates a route that answers `POST /images/edits`.
     *
     * @example
     * server.use(images.edit([{ b64_json: 'iVBORw0KGgo=' }]))
     */
    readonly edit: typeof editImages
    /**
     * Creates a route that answers `POST /images/variations`.
     *
     * @example
     * server.use(images.createVariation())
     */
    readonly createVariation: typeof createImageVariation
  }
  /** Audio. */
  readonly audio: typeof customVoices & {
    /** Transcriptions. */
    readonly transcriptions: {
      /**
       * Creates a route that answers `POST /audio/transcriptions`.
       *
       * @example
       * server.use(audio.transcriptions.create('Hello there'))
       */
      readonly create: typeof createTranscription
    }
    /** Translations to English. */
    readonly translations: {
      /**
       * Creates a route that answers `POST /audio/translations`.
       *
       * @example
       * server.use(audio.translations.create('Hello there'))
       */
      readonly create: typeof createTranslation
    }
    /** Speech. */
    readonly speech: {
      /**
       * Creates a route that answers `POST /audio/speech` with these bytes, or else with silence.
       *
       * @example
       * server.use(audio.speech.create())
       */
      readonly create: typeof createSpeech
    }
  }
  /** Vector stores, in which files are searched. */
  readonly vectorStores: typeof vectorStores
  /** Containers, in which code runs. */
  readonly containers: typeof containers
  /** Assistants, and the beta of Responses. */
  readonly beta: typeof assistantsBeta & {
    /** Responses of several agents. */
    readonly responses: typeof betaResponses
  }
}

/**
 * The endpoints of the API, each under the name of its method in the SDK.
 *
 * @example
 * const { path, method } = api.chat.completions.create
 */
export const api: Api = {
  chat: { completions: { create: chatCompletions, ...storedCompletions } },
  completions: { create: completions },
  responses: { create: createResponse, retrieve: retrieveResponse, ...storedResponses },
  conversations,
  embeddings,
  moderations,
  models,
  files,
  uploads,
  batches,
  images: { generate: generateImages, edit: editImages, createVariation: createImageVariation },
  audio: {
    transcriptions: { create: createTranscription },
    translations: { create: createTranslation },
    speech: { create: createSpeech },
    ...customVoices,
  },
  vectorStores,
  containers,
  beta: {
    ...assistantsBeta,
    responses: betaResponses,
  },
}
