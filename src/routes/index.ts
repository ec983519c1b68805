import { chatCompletions } from './chat-completions/endpoint.js'
import { createResponse } from './responses/endpoint.js'
import { createRoute, type CreateRouteOptions } from './route.js'
import { createRun, createThreadAndRun, submitToolOutputs } from './runs/endpoint.js'

/**
 * The routes of one server, named as the OpenAI SDK names its methods.
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

/** The routes of `https://api.openai.com/v1`. */
export const { chat, responses, beta } = createRoutes()

export {
  createRoute,
  type CreateRouteOptions,
  type Route,
  type RouteFactory,
  type RouteOptions,
} from './route.js'
export { inOrder, type Answer, type AnswerFunction, type InOrder } from './answer.js'
export { apiError, type ApiError, type ApiErrorFields, type ApiErrorOptions } from './api-error.js'
export { UnansweredCallError } from './unanswered-call-error.js'
export type { Call, CallOutcome } from './call.js'
export type { ResponseEvent, WireResponse } from './responses/events.js'
export type { SubmitToolOutputsBody } from './runs/endpoint.js'
