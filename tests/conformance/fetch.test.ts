import { createFetch } from 'msw-openai/fetch'
import { conform } from './conform.js'
import { everyClient, type Transport } from './transport.js'

const transport: Transport = {
  name: 'createFetch',
  isAhead: false,
  clients: everyClient.filter((client) => client !== 'node:http'),
  async open(handlers) {
    return { baseURL: 'https://api.openai.com/v1', fetch: createFetch(handlers) }
  },
}

conform(transport)
