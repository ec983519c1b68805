import { createRoutes, type Dialect } from 'msw-openai/routes'
import { ask } from '../support.js'

/** The base URL of servers that have no usual one. */
export const BASE = 'https://my.openai.azure.com/openai/v1'

/** The body of a request without a stream. */
export const PLAIN = { model: 'small', messages: [{ role: 'user', content: 'Hi' }] }

/** The body of a request for a stream without padding. */
export const CHAT = {
  ...PLAIN,
  stream: true,
  stream_options: { include_obfuscation: false },
}

/** The routes of a dialect. */
export function routesOf(dialect: Dialect, apiKey?: string) {
  return createRoutes({ baseURL: dialect.baseURL ?? BASE, dialect, apiKey })
}

type Chat = ReturnType<typeof createRoutes>['chat']['completions']['create']
type Responses = ReturnType<typeof createRoutes>['responses']['create']

/** Asks a route of chat completions for an answer, in a dialect. */
export function askChat(
  dialect: Dialect,
  answer: Parameters<Chat>[0],
  body: object = CHAT,
): Promise<Response> {
  const { baseURL = BASE } = dialect
  const route = routesOf(dialect).chat.completions.create(answer)
  return ask(route, { url: `${baseURL}/chat/completions`, body })
}

/** Asks a route of responses for a streamed answer, in a dialect. */
export function askResponses(
  dialect: Dialect,
  answer: Parameters<Responses>[0],
): Promise<Response> {
  const { baseURL = BASE } = dialect
  const route = routesOf(dialect).responses.create(answer)
  return ask(route, {
    url: `${baseURL}/responses`,
    body: { model: 'small', input: 'Hi', stream: true },
  })
}

/** Gives the choices of each record of a stream, and any other record as it is. */
export function choicesOf(text: string): unknown[] {
  return recordsOf(text).map((record) => {
    const data = record.replace(/^data: /, '')
    return data.startsWith('{') ? JSON.parse(data).choices : record
  })
}

/** Gives the records and comments of a stream. */
export function recordsOf(text: string): string[] {
  return text.split(/\r?\n\r?\n/).slice(0, -1)
}
