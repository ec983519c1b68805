import { setupServer } from 'msw/node'
import { chatCompletionWriter, EventStream } from 'msw-openai'
import { releaseCancel } from 'msw-openai/msw'
import OpenAI from 'openai'

/** Says one word an event. */
export class Words extends EventStream {
  constructor(text) {
    super()
    this.text = text
  }

  *generate() {
    const w = chatCompletionWriter()
    yield* w.text(this.text)
    yield* w.finish()
  }
}

/** An MSW server for the file. */
export function useServer() {
  const server = setupServer()

  beforeAll(() => {
    server.listen()
    releaseCancel(server)
  })
  afterEach(() => server.resetHandlers())
  afterAll(() => server.close())
  return server
}

/** Ask for a streamed chat completion. */
export function ask(content, { signal, ...options } = {}) {
  const client = new OpenAI({ apiKey: 'test', maxRetries: 0, ...options })
  const messages = [{ role: 'user', content }]
  return client.chat.completions.create({ model: 'gpt-5', messages, stream: true }, { signal })
}
