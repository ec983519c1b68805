import { createFetch } from 'msw-openai/fetch'
import type { RequestHandler } from 'msw'
import OpenAI from 'openai'

/** A client that routes answer, without a server between. */
export function clientOf(...routes: RequestHandler[]): OpenAI {
  return new OpenAI({ apiKey: 'test', maxRetries: 0, fetch: createFetch(routes) })
}
