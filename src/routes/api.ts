import { chatCompletions } from './chat-completions/endpoint.js'
import { createImageVariation, editImages, generateImages } from './images/endpoint.js'
import { createResponse } from './responses/endpoint.js'
import { createRun, createThreadAndRun, submitToolOutputs } from './runs/endpoint.js'

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
