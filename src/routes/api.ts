import { chatCompletions } from './chat-completions/endpoint.js'
import { createResponse } from './responses/endpoint.js'
import { createRun, createThreadAndRun, submitToolOutputs } from './runs/endpoint.js'
import { createSpeech } from './speech/endpoint.js'
import { createTranscription, createTranslation } from './transcriptions/endpoint.js'

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
  },
  /** Assistants. */
  beta: {
    /** Threads. */
    threads: {
      /**
       * Creates a route that answers `POST /threads/runs`.
       *
       * @example
       * server.use(beta.threads.createAndRun('Hello there'))
       */
      createAndRun: createThreadAndRun,
      /** Runs. */
      runs: {
        /**
         * Creates a route that answers `POST /threads/{thread_id}/runs`.
         *
         * @example
         * server.use(beta.threads.runs.create('Hello there'))
         */
        create: createRun,
        /**
         * Creates a route that answers `POST /threads/{thread_id}/runs/{run_id}/submit_tool_outputs`.
         *
         * @example
         * server.use(beta.threads.runs.submitToolOutputs('It is sunny in Paris.'))
         */
        submitToolOutputs,
      },
    },
  },
}
