// A process that ends by itself: a server that is closed holds it no longer, with a stream open, too.
import { chat, EventStream, stall } from 'msw-openai'
import { serve } from 'msw-openai/node'

class Silent extends EventStream {
  *generate() {
    yield stall()
  }
}

const server = await serve([chat.completions.create(new Silent())])
const body = JSON.stringify({
  model: 'gpt-5',
  messages: [{ role: 'user', content: 'Hi' }],
  stream: true,
})
const response = await fetch(`${server.baseURL}/chat/completions`, { method: 'POST', body })
await server.close()
await response.text().catch((error) => console.log(error.message))
