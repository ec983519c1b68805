import OpenAI from 'openai'

/** The client of the app, made when this module is imported. */
export const client = new OpenAI({ apiKey: process.env['OPENAI_API_KEY'] ?? 'test' })

/** The app under test. */
export async function greet(name: string): Promise<string | null | undefined> {
  const completion = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: `Greet ${name}.` }],
  })
  return completion.choices[0]?.message.content
}
