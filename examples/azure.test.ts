import { apiError, createRoutes, inOrder, reply } from 'msw-openai'
import { azure } from 'msw-openai/dialects'
import { useServer } from 'msw-openai/vitest'
import { AzureOpenAI } from 'openai'
import { expect, it } from 'vitest'

const baseURL = 'https://my.openai.azure.com/openai/deployments/:deployment'
const { chat } = createRoutes({ baseURL, dialect: azure, apiKey: 'right' })

const server = useServer()

/** An app that says why the content filter has ended an answer. */
async function ask(apiKey = 'right'): Promise<string> {
  const endpoint = 'https://my.openai.azure.com'
  const client = new AzureOpenAI({ apiKey, endpoint, apiVersion: '2024-10-21' })
  const stream = await client.chat.completions.create({
    model: 'gpt',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
  })

  let text = ''
  // The first chunk has no choices.
  for await (const {
    choices: [choice],
  } of stream) {
    text += choice?.delta.content ?? ''
    if (choice?.finish_reason === 'content_filter') return `Blocked for ${reasonsIn(choice)}.`
  }
  return text
}

/** Lists the categories in which the filter has blocked a text. */
function reasonsIn(choice: object): string {
  const results: unknown = Reflect.get(choice, 'content_filter_results')
  const blocked = Object.entries(Object(results)).filter(([, result]) =>
    Reflect.get(Object(result), 'filtered'),
  )
  return blocked.map(([category]) => category).join(', ')
}

it('streams the text behind the first chunk of Azure', async () => {
  const create = chat.completions.create('Hello there')
  server.use(create)

  expect(await ask()).toBe('Hello there')
  expect(create.calls[0]?.params).toEqual({ deployment: 'gpt' })
})

it('says why the filter has ended the answer', async () => {
  server.use(chat.completions.create(reply({ text: 'Once', finish: 'content_filter' })))

  expect(await ask()).toBe('Blocked for violence.')
})

it('tries again after the 429 of Azure, and gives up at its 401', async () => {
  server.use(chat.completions.create(inOrder.forever(apiError(429), 'Hello there')))

  expect(await ask()).toBe('Hello there')
  await expect(ask('wrong')).rejects.toMatchObject({ status: 401, code: '401' })
})
