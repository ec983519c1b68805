import OpenAI from 'openai'

/** The app under test: it asks the model, and joins the pieces of the streamed answer. */
export async function ask(question: string): Promise<string> {
  const stream = await new OpenAI({ apiKey: 'test' }).chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: question }],
    stream: true,
  })
  let text = ''
  for await (const { choices } of stream) text += choices[0]?.delta.content ?? ''
  return text
}
