import { chatCompletions } from './chat-completions/endpoint.js'
import { createResponse } from './responses/endpoint.js'
import { createRoute } from './route.js'
import { createRun, createThreadAndRun, submitToolOutputs } from './runs/endpoint.js'
import type { CreateRouteOptions } from './server.js'

/**
 * Creates the route factories of one server, named as the methods of the OpenAI SDK.
 *
 * @throws {TypeError} When an option is unknown or wrong.
 *
 * @example
 * const groq = createRoutes({ baseURL: 'https://api.groq.com/openai/v1' })
 * server.use(groq.chat.completions.create(new Greeting()))
 */
export function createRoutes(options: CreateRouteOptions = {}) {
  return {
    /** The route factories of Chat Completions. */
    chat: {
      /** The route factories of chat completions. */
      completions: {
        /**
         * Creates a route that answers `POST /chat/completions`.
         *
         * @throws {TypeError} When the answer is none for this endpoint, or an option is wrong.
         * @throws {RangeError} Unless the status is from 200 to 599.
         * @example
         * server.use(chat.completions.create('Hello there'))
         */
        create: createRoute(chatCompletions, options),
      },
    },
    /** The route factories of Responses. */
    responses: {
      /**
       * Creates a route that answers `POST /responses`.
       *
       * @throws {TypeError} When the answer is none for this endpoint, or an option is wrong.
       * @throws {RangeError} Unless the status is from 200 to 599.
       * @example
       * server.use(responses.create('Hello there'))
       */
      create: createRoute(createResponse, options),
    },
    /** The route factories of Assistants. */
    beta: {
      /** The route factories of threads. */
      threads: {
        /**
         * Creates a route that answers `POST /threads/runs`.
         *
         * @throws {TypeError} When the answer is none for this endpoint, or an option is wrong.
         * @throws {RangeError} Unless the status is from 200 to 599.
         * @example
         * server.use(beta.threads.createAndRun('Hello there'))
         */
        createAndRun: createRoute(createThreadAndRun, options),
        /** The route factories of runs. */
        runs: {
          /**
           * Creates a route that answers `POST /threads/{thread_id}/runs`.
           *
           * @throws {TypeError} When the answer is none for this endpoint, or an option is wrong.
           * @throws {RangeError} Unless the status is from 200 to 599.
           * @example
           * server.use(beta.threads.runs.create('Hello there'))
           */
          create: createRoute(createRun, options),
          /**
           * Creates a route that answers `POST
           * /threads/{thread_id}/runs/{run_id}/submit_tool_outputs`.
           *
           * @throws {TypeError} When the answer is none for this endpoint, or an option is wrong.
           * @throws {RangeError} Unless the status is from 200 to 599.
           * @example
           * server.use(beta.threads.runs.submitToolOutputs('It is sunny in Paris.'))
           */
          submitToolOutputs: createRoute(submitToolOutputs, options),
        },
      },
    },
  }
}

const openAI = createRoutes()

/**
 * The route factories of Chat Completions at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(chat.completions.create('Hello there'))
 */
export const chat = openAI.chat

/**
 * The route factories of Responses at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(responses.create('Hello there'))
 */
export const responses = openAI.responses

/**
 * The route factories of Assistants at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(beta.threads.runs.create('Hello there'))
 */
export const beta = openAI.beta
