import OpenAI from 'openai'
import type {
  FunctionTool,
  Response,
  ResponseInput,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses'
import { callTool, names } from './tools.js'

const tools = names.map((name): FunctionTool => ({
  type: 'function',
  name,
  parameters: {},
  strict: false,
}))

/** The app under test: it calls tools for the model until there is an answer. The server keeps what was said. */
export async function converse(content: string): Promise<string> {
  const client = new OpenAI({ apiKey: 'test' })
  let input: ResponseInput = [{ role: 'user', content }]
  let previous_response_id: string | null = null
  for (;;) {
    const stream: AsyncIterable<ResponseStreamEvent> = await client.responses.create({
      model: 'gpt-5',
      input,
      tools,
      previous_response_id,
      stream: true,
    })
    const { id, output } = await read(stream)
    const calls = output.filter((item) => item.type === 'function_call')
    if (calls.length === 0) return textOf(output)

    previous_response_id = id
    input = calls.map(({ call_id, name, arguments: args }) => ({
      type: 'function_call_output',
      call_id,
      output: callTool(name, args),
    }))
  }
}

async function read(stream: AsyncIterable<ResponseStreamEvent>): Promise<Response> {
  for await (const event of stream) {
    if (event.type === 'response.completed') return event.response
  }
  throw new Error('Failed to read a response: it has no end.')
}

function textOf(output: Response['output']): string {
  const contents = output.flatMap((item) => (item.type === 'message' ? item.content : []))
  return contents.map((part) => (part.type === 'output_text' ? part.text : '')).join('')
}
