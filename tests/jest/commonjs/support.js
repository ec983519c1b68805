const { setupServer } = require('msw/node')
const { chatCompletionWriter, EventStream } = require('msw-openai')
const { releaseCancel } = require('msw-openai/msw')
const { OpenAI } = require('openai')

/** Says one word an event. */
class Words extends EventStream {
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
function useServer() {
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
function ask(content, { signal, ...options } = {}) {
  const client = new OpenAI({ apiKey: 'test', maxRetries: 0, ...options })
  const messages = [{ role: 'user', content }]
  return client.chat.completions.create({ model: 'gpt-5', messages, stream: true }, { signal })
}

module.exports = { ask, useServer, Words }
