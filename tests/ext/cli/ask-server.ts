import OpenAI from 'openai'
import type { Running } from './built-command.js'

/** Rules with a key. */
export const RULES = `
apiKey: test-key
responses:
  - id: greeting
    messages:
      - { role: user, content: hello, matcher: contains }
      - { role: assistant, content: Hello there! }
  - id: stalls
    messages: [{ role: user, content: stall }]
    reply: one two three
    stallAfter: 2
`

/** Makes the request of a chat. */
export function ask(content: string) {
  return { model: 'gpt-5', messages: [{ role: 'user' as const, content }] }
}

/** Makes a client of a server. */
export function clientOf({ baseURL }: Running, apiKey = 'test-key'): OpenAI {
  return new OpenAI({ baseURL, apiKey, maxRetries: 0 })
}

/** Asks a page of a server. */
export async function json({ url }: Running, path: string, init?: RequestInit): Promise<unknown> {
  return (await fetch(`${url}${path}`, init)).json()
}
