import { beta, chat, conversations, responses, vectorStores, type Route } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { ask } from '../support.js'

const ROUTES: Array<[name: string, route: Route, url: string]> = [
  ['conversations.create', conversations.create(), '/conversations'],
  ['conversations.update', conversations.update(), '/conversations/conv_1'],
  ['chat.completions.update', chat.completions.update(), '/chat/completions/chatcmpl-1'],
  ['vectorStores.create', vectorStores.create(), '/vector_stores'],
  ['vectorStores.update', vectorStores.update(), '/vector_stores/vs_1'],
  ['beta.assistants.update', beta.assistants.update(), '/assistants/asst_1'],
  ['beta.threads.create', beta.threads.create(), '/threads'],
  ['beta.threads.update', beta.threads.update(), '/threads/thread_1'],
  ['beta.threads.messages.update', beta.threads.messages.update(), '/threads/t/messages/msg_1'],
  ['beta.threads.runs.update', beta.threads.runs.update(), '/threads/t/runs/run_1'],
].map(([name, route, url]) => [String(name), route as unknown as Route, String(url)])

it.each(ROUTES)('refuses metadata of %s that are no texts', async (_, route, url) => {
  const refused = await ask(route, { url, body: { metadata: { team: 1 } } })
  const taken = await ask(route, { url, body: { metadata: { team: 'red' } } })

  expect(refused.status).toBe(400)
  expect(await refused.json()).toMatchObject({
    error: {
      message: "Invalid type for 'metadata.team': expected a string, but got an integer instead.",
      param: 'metadata.team',
      code: 'invalid_type',
    },
  })
  expect(await taken.json()).toHaveProperty('metadata', { team: 'red' })
})

it.each([
  ['beta.threads.create', beta.threads.create(), '/threads'],
  ['conversations.create', conversations.create(), '/conversations'],
  ['vectorStores.create', vectorStores.create(), '/vector_stores'],
])('lets a request of %s have no body', async (_, route, url) => {
  expect((await ask(route as unknown as Route, { url, body: '' })).status).toBe(200)
})

it('refuses to count the tokens of a number', async () => {
  const url = '/responses/input_tokens'

  const refused = await ask(responses.inputTokens.count(), { url, body: { input: 5 } })

  expect(await refused.json()).toMatchObject({ error: { param: 'input', code: 'invalid_type' } })
})
