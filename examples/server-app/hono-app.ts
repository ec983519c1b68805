import { Hono } from 'hono'
import { streamText } from 'hono/streaming'
import OpenAI from 'openai'

/** Makes an app that passes an answer on to its own client, as it grows. */
export function createHonoApp(): Hono {
  const openai = new OpenAI({ apiKey: 'test' })

  return new Hono().post('/chat', async (context) => {
    const stream = await openai.chat.completions.create({
      model: 'gpt-5',
      messages: await context.req.json(),
      stream: true,
    })
    return streamText(context, async (client) => {
      client.onAbort(() => stream.controller.abort())
      for await (const { choices } of stream) await client.write(choices[0]?.delta.content ?? '')
    })
  })
}
