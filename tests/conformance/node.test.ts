import { serve } from 'msw-openai/node'
import { expect, it } from 'vitest'
import { conform, placesOn } from './conform.js'
import { expectation } from './expectation.js'
import { observe } from './observe.js'
import { everyClient, type Transport } from './transport.js'

const transport: Transport = {
  name: 'serve',
  isAhead: true,
  clients: everyClient,
  async open(handlers) {
    const server = await serve(handlers)
    return { baseURL: server.baseURL, close: () => server.close() }
  },
}

conform(transport)

const cuts = placesOn(transport).filter(({ fault: { call } }) => call[1] === 'cut')

it.each(cuts)('$client sees $fault.code, time and again', async (place) => {
  for (let round = 0; round < 20; round++) {
    expect(await observe(place, transport)).toEqual(expectation(place))
  }
})
