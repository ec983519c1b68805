import { api, type Api } from './api.js'
import type { Endpoint, StreamingEndpoint } from './endpoint.js'
import { isEndpoint } from './endpoints-of.js'
import { createRoute, type RouteFactory } from './route.js'
import type { CreateRouteOptions } from './server.js'

/** The route factories of a tree of endpoints, under the same names. */
export type RoutesOf<Tree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends StreamingEndpoint<
    infer Event,
    infer Body,
    infer Resource,
    infer Short
  >
    ? RouteFactory<Event, Body, Resource, Short>
    : Tree[Name] extends Endpoint<infer Event, infer Body, infer Resource, infer Short>
      ? RouteFactory<Event, Body, Resource, Short>
      : RoutesOf<Tree[Name]>
}

/** The route factories of one server, named as the methods of the OpenAI SDK. */
export interface Routes extends RoutesOf<Api> {}

/**
 * Creates the route factories of one server, named as the methods of the OpenAI SDK.
 *
 * @throws {TypeError} When an option is unknown or wrong.
 *
 * @example
 * const groq = createRoutes({ baseURL: 'https://api.groq.com/openai/v1' })
 * server.use(groq.chat.completions.create(new Greeting()))
 */
export function createRoutes(options: CreateRouteOptions = {}): Routes {
  return routesOf(api, options)
}

/** Makes a route factory of each endpoint of a tree. */
function routesOf<Tree extends object>(tree: Tree, options: CreateRouteOptions): RoutesOf<Tree> {
  const entries: unknown = Object.fromEntries(
    Object.entries(tree).map(([name, branch]: [string, object]) => [
      name,
      isEndpoint(branch) ? createRoute(branch, options) : routesOf(branch, options),
    ]),
  )
  // The result has the names of the tree, with a factory for each endpoint.
  return entries as RoutesOf<Tree>
}

const openAI = createRoutes()

/**
 * The route factories of Chat Completions at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(chat.completions.create('Hello there'))
 */
export const chat: Routes['chat'] = openAI.chat

/**
 * The route factories of legacy completions at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(completions.create('Hello there'))
 */
export const completions: Routes['completions'] = openAI.completions

/**
 * The route factories of Responses at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(responses.create('Hello there'))
 */
export const responses: Routes['responses'] = openAI.responses

/**
 * The route factories of Conversations at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(conversations.create())
 */
export const conversations: Routes['conversations'] = openAI.conversations

/**
 * The route factories of Embeddings at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(embeddings.create([[0.25, 0.5]]))
 */
export const embeddings: Routes['embeddings'] = openAI.embeddings

/**
 * The route factories of Moderations at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(moderations.create([{ flagged: true }]))
 */
export const moderations: Routes['moderations'] = openAI.moderations

/**
 * The route factories of Models at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(models.list([{ id: 'gpt-5' }]))
 */
export const models: Routes['models'] = openAI.models

/**
 * The route factories of Files at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(files.create({ id: 'file-abc' }))
 */
export const files: Routes['files'] = openAI.files

/**
 * The route factories of Uploads at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(uploads.create())
 */
export const uploads: Routes['uploads'] = openAI.uploads

/**
 * The route factories of Batches at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(batches.create({ id: 'batch_abc' }))
 */
export const batches: Routes['batches'] = openAI.batches

/**
 * The route factories of audio at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(audio.transcriptions.create('Hello there'))
 */
export const audio: Routes['audio'] = openAI.audio

/**
 * The route factories of vector stores at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(vectorStores.create({ id: 'vs_1' }))
 */
export const vectorStores: Routes['vectorStores'] = openAI.vectorStores

/**
 * The route factories of Containers at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(containers.create())
 */
export const containers: Routes['containers'] = openAI.containers

/**
 * The route factories of Assistants and of the beta of Responses at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(beta.threads.runs.create('Hello there'))
 */
export const beta: Routes['beta'] = openAI.beta

/**
 * The route factories of Images at `https://api.openai.com/v1`.
 *
 * @example
 * server.use(images.generate())
 */
export const images: Routes['images'] = openAI.images
