import OpenAI from 'openai'
import OpenAI4 from 'openai-4'
import OpenAI6 from 'openai-6'
import type { Client } from './client.js'
import { rawFetch } from './raw-fetch.js'
import { rawHttp } from './raw-http.js'
import { sdk, type SDK } from './sdk.js'

export const clients = {
  'openai 7': sdk(OpenAI),
  'openai 6': sdk(OpenAI6),
  // Its types of `fetch` are those of node-fetch.
  'openai 4': sdk(OpenAI4 as unknown as SDK),
  fetch: rawFetch,
  'node:http': rawHttp,
} satisfies Record<string, Client>

export type ClientName = keyof typeof clients

// They are its keys.
export const clientNames = Object.keys(clients) as ClientName[]
