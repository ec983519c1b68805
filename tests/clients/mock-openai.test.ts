import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mockOpenAI } from 'msw-openai/backend'
import { setupServer } from 'msw/node'
import OpenAI from 'openai'
import { afterEach, expect, it, onTestFinished } from 'vitest'
import { mockOpenAI as mockInBrowser } from '../../src/ext/backend-browser.js'

// Created before any server listens, as the client of an app at module level.
const client = new OpenAI({ apiKey: 'sk-test', maxRetries: 0 })
let openai: ReturnType<typeof mockOpenAI> | undefined

afterEach(() => openai?.stop())

it('answers a client that was created before', async () => {
  openai = mockOpenAI()
  const assistant = await client.beta.assistants.create({ model: 'gpt-4o' })

  expect(openai.store.assistants.list()).toEqual([assistant])
  expect(openai.calls.map(({ endpoint }) => endpoint)).toEqual(['beta.assistants.create'])
  expect(openai.routes.beta.assistants.create.calls).toEqual(openai.calls)
})

it('forgets everything at a reset', async () => {
  openai = mockOpenAI()
  const first = await client.beta.assistants.create({ model: 'gpt-4o' })
  openai.reset()

  expect(openai.calls).toEqual([])
  expect(openai.store.assistants.list()).toEqual([])
  expect(await client.beta.assistants.create({ model: 'gpt-4o' })).toEqual(first)
})

it('lets requests to other hosts go out', async () => {
  const url = await serverOfTest('from outside')
  openai = mockOpenAI()

  expect(await (await fetch(url)).text()).toBe('from outside')
  expect(openai.calls).toEqual([])
})

it('refuses a request that no endpoint answers, and sends it nowhere', async () => {
  openai = mockOpenAI()
  const request = client.get('/fine_tuning/jobs')

  await expect(request).rejects.toThrow(
    '404 Failed to answer GET https://api.openai.com/v1/fine_tuning/jobs: none of these routes does:\n' +
      'POST https://api.openai.com/v1/files\n',
  )
  await expect(request).rejects.toThrow('\nand 81 others')
})

it('answers at the base URL that it is given, and at no other', async () => {
  const url = await serverOfTest('from outside')
  openai = mockOpenAI({ baseURL: `${url}/v1` })
  const local = new OpenAI({ apiKey: 'sk-test', baseURL: `${url}/v1` })

  expect(await local.beta.assistants.create({ model: 'gpt-4o' })).toHaveProperty('id', 'asst_1')
  expect(await (await fetch(url)).text()).toBe('from outside')
})

it('stops answering, at the end of a block too', async () => {
  const url = await serverOfTest('from outside')
  {
    using inside = mockOpenAI({ baseURL: url })
    await fetch(`${url}/models`)
    expect(inside.calls).toHaveLength(1)
  }
  expect(await (await fetch(`${url}/models`)).text()).toBe('from outside')
})

/** Starts a server that gives one text to every request, and ends with the test. */
async function serverOfTest(text: string): Promise<string> {
  const server = createServer((_, response) => response.end(text)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  // A server that listens on TCP has a port.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const TWICE =
  'Failed to create mockOpenAI(): a server listens in this process. Stop it first, or let it answer: server.use(...createBackend().handlers).'

it('refuses to listen twice', () => {
  openai = mockOpenAI()

  expect(() => mockOpenAI()).toThrow(TWICE)
})

it('refuses to listen beside another server', async () => {
  const server = setupServer()
  server.listen()
  onTestFinished(() => server.close())

  expect(() => mockOpenAI()).toThrow(TWICE)
})

it('tells a page of a browser what to use', () => {
  expect(() => mockInBrowser()).toThrow(
    'Failed to create mockOpenAI(): it listens in Node. In a browser, give the handlers to MSW: setupWorker(...createBackend().handlers).',
  )
})
