import express, { type Express } from 'express'
import OpenAI from 'openai'

/** Makes an app that passes an answer on to its own client, as it grows. */
export function createExpressApp(): Express {
  const openai = new OpenAI({ apiKey: 'test' })

  return express()
    .use(express.json())
    .post('/chat', async (request, response) => {
      const controller = new AbortController()
      response.on('close', () => controller.abort())
      const stream = await openai.chat.completions.create(
        { model: 'gpt-5', messages: request.body, stream: true },
        { signal: controller.signal },
      )
      response.type('text/plain')
      for await (const { choices } of stream) response.write(choices[0]?.delta.content ?? '')
      response.end()
    })
}
