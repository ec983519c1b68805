import type OpenAI from 'openai'
import type { AssistantCreateParams } from 'openai/resources/beta/assistants'

/** Creates an assistant, and a thread with one message of the user. */
export async function newThread(
  client: OpenAI,
  assistant: Partial<AssistantCreateParams> = {},
): Promise<{ assistant_id: string; thread_id: string }> {
  const { id: assistant_id } = await client.beta.assistants.create({ model: 'gpt-5', ...assistant })
  const messages = [{ role: 'user' as const, content: 'Is it sunny?' }]
  const { id: thread_id } = await client.beta.threads.create({ messages })
  return { assistant_id, thread_id }
}

/** Lists the texts of the messages of a thread, oldest first. */
export async function textsOf(client: OpenAI, thread_id: string): Promise<string[]> {
  const { data } = await client.beta.threads.messages.list(thread_id, { order: 'asc' })
  return data.map(({ content }) =>
    content.map((part) => (part.type === 'text' ? part.text.value : part.type)).join(''),
  )
}
