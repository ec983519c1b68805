import OpenAI from 'openai'
import type {
  ChatCompletionChunk,
  ChatCompletionMessageFunctionToolCall,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'
import { callTool, names } from './tools.js'

const tools = names.map((name) => ({ type: 'function' as const, function: { name } }))

/** The app under test: it calls tools for the model until there is an answer. */
export async function converse(content: string): Promise<string> {
  const client = new OpenAI({ apiKey: 'test' })
  const messages: ChatCompletionMessageParam[] = [{ role: 'user', content }]
  for (;;) {
    const stream = await client.chat.completions.create({
      model: 'gpt-5',
      messages,
      tools,
      stream: true,
    })
    const { text, tool_calls } = await read(stream)
    if (tool_calls.length === 0) return text

    messages.push({ role: 'assistant', content: text, tool_calls })
    for (const { id, function: called } of tool_calls) {
      const result = callTool(called.name, called.arguments)
      messages.push({ role: 'tool', tool_call_id: id, content: result })
    }
  }
}

/** Joins the deltas of a stream. */
async function read(stream: AsyncIterable<ChatCompletionChunk>) {
  const tool_calls: ChatCompletionMessageFunctionToolCall[] = []
  let text = ''
  for await (const { choices } of stream) {
    text += choices[0]?.delta.content ?? ''
    for (const { index, id = '', function: delta } of choices[0]?.delta.tool_calls ?? []) {
      const called = { name: delta?.name ?? '', arguments: '' }
      const call = (tool_calls[index] ??= { id, type: 'function', function: called })
      call.function.arguments += delta?.arguments ?? ''
    }
  }
  return { text, tool_calls }
}
