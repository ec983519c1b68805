import { beta } from './assistants/endpoints.js'
import { chatCompletions } from './chat-completions/endpoint.js'
import { createResponse } from './responses/endpoint.js'
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
    },
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
  },
  /** Vector stores. */
  vectorStores,
  /** Assistants. */
  beta,
  /** Audio. */
  audio: { ...customVoices },
}
