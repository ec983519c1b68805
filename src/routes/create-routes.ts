import { chatCompletions } from './chat-completions/endpoint.js'
import { createResponse } from './responses/endpoint.js'
import { createRoute } from './route.js'
import { createRun, createThreadAndRun, submitToolOutputs } from './runs/endpoint.js'
import type { CreateRouteOptions } from './server.js'

/**
 * Creates the routes of one server, named as the OpenAI SDK names its methods.
 *
 * @throws {TypeError} When an option is unknown, or the base URL is none.
 *
 * @example
 * const groq = createRoutes({ baseURL: 'https://api.groq.com/openai/v1' })
 * server.use(groq.chat.completions.create(new Greeting()))
 */
export function createRoutes(options: CreateRouteOptions = {}) {
  return {
    chat: { completions: { create: createRoute(chatCompletions, options) } },
    responses: { create: createRoute(createResponse, options) },
    beta: {
      threads: {
        createAndRun: createRoute(createThreadAndRun, options),
        runs: {
          create: createRoute(createRun, options),
          submitToolOutputs: createRoute(submitToolOutputs, options),
        },
      },
    },
  }
}

const openAI = createRoutes()

/**
 * The routes of Chat Completions at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(chat.completions.create('Hello there'))
 */
export const { chat } = openAI

/**
 * The routes of Responses at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(responses.create('Hello there'))
 */
export const { responses } = openAI

/**
 * The routes of Assistants at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(beta.threads.runs.create('Hello there'))
 */
export const { beta } = openAI
