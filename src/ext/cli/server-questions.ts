import type { AnyEndpoint } from '../show/any-endpoint.js'
import { endpointNamed } from './stream-options.js'

/** One request for a stream, by which a server is examined. */
export interface ServerQuestion {
  /** The name, which says what is asked for. */
  readonly name: string
  readonly endpoint: AnyEndpoint
  readonly body: object
  /** The part that the answer has to have, whatever the model says. */
  readonly wants: 'text' | 'tool call' | 'usage'
}

const TEXT = 'Say hello in five words.'
const WEATHER = 'What is the weather in Paris? Call the tool.'

const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
}
const weather = { name: 'get_weather', description: 'Gives the weather of a city.', parameters }

/** Makes the requests for a text, a tool call and usage, at Chat Completions and at Responses. */
export function serverQuestions(model: string): readonly ServerQuestion[] {
  return [...chatQuestions(model), ...responseQuestions(model)]
}

function chatQuestions(model: string): ServerQuestion[] {
  const endpoint = endpointNamed('chat.completions.create')
  const ask = (content: string, more: object = {}) => ({
    model,
    messages: [{ role: 'user', content }],
    stream: true,
    ...more,
  })
  const tools = [{ type: 'function', function: weather }]
  const { name } = endpoint
  return [
    { name: `${name}, text`, endpoint, wants: 'text', body: ask(TEXT) },
    {
      name: `${name}, tool call`,
      endpoint,
      wants: 'tool call',
      body: ask(WEATHER, { tools, tool_choice: 'required' }),
    },
    {
      name: `${name}, usage`,
      endpoint,
      wants: 'usage',
      body: ask(TEXT, { stream_options: { include_usage: true } }),
    },
  ]
}

function responseQuestions(model: string): ServerQuestion[] {
  const endpoint = endpointNamed('responses.create')
  const ask = (input: string, more: object = {}) => ({ model, input, stream: true, ...more })
  const tools = [{ type: 'function', strict: false, ...weather }]
  const { name } = endpoint
  return [
    { name: `${name}, text and usage`, endpoint, wants: 'usage', body: ask(TEXT) },
    {
      name: `${name}, tool call`,
      endpoint,
      wants: 'tool call',
      body: ask(WEATHER, { tools, tool_choice: 'required' }),
    },
  ]
}
