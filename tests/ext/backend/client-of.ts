import { createFetch } from 'msw-openai/fetch'
import OpenAI, { type ClientOptions } from 'openai'

/** Makes a client of a backend. */
export const clientOf = (
  backend: { readonly handlers: Parameters<typeof createFetch>[0] },
  options: ClientOptions = {},
) => new OpenAI({ apiKey: 'sk-test', fetch: createFetch(backend.handlers), ...options })
