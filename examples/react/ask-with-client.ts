import OpenAI from 'openai'

/** Streams an answer with the `openai` client. */
export async function* askWithClient(content: string, signal: AbortSignal): AsyncGenerator<string> {
  const client = new OpenAI({ apiKey: 'test', dangerouslyAllowBrowser: true })
  const stream = await client.chat.completions.create(
    { model: 'gpt-5', messages: [{ role: 'user', content }], stream: true },
    { signal },
  )
  for await (const { choices } of stream) {
    const text = choices[0]?.delta.content
    if (text) yield text
  }
}
