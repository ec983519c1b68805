import { releaseCancel } from 'msw-openai/msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll } from 'vitest'
import { major } from '../clients/support.js'
import { conform } from './conform.js'
import { everyClient, MSW, type Transport } from './transport.js'

const server = setupServer()

beforeAll(() => {
  server.listen()
  releaseCancel(server)
})
afterAll(() => server.close())

const transport: Transport = {
  name: MSW,
  isAhead: major.msw >= 3,
  clients: everyClient,
  async open(handlers) {
    server.resetHandlers(...handlers)
    return { baseURL: 'https://api.openai.com/v1' }
  },
}

conform(transport)
