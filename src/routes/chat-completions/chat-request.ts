import { z } from 'zod'
import { stream } from '../protocol/schema.js'
import {
  missing,
  nameText,
  sampling,
  withRules,
  worded,
  type Refusal,
} from '../request/request-schema.js'
import { callsAreAnswered, contentIsGiven } from './message-rules.js'
import { requestMessage } from './request-message.js'

const functionObject = z.looseObject({ name: nameText })

const format = z.looseObject({
  type: z.enum(['json_object', 'json_schema', 'text']),
  json_schema: z.looseObject({ name: nameText }).nullish(),
})

const penalty = z.number().min(-2).max(2).nullish()
const count = z.int().min(1).nullish()

/** The fields that the API checks, in its order. */
const body = z.looseObject({
  model: worded(z.string(), {
    missing: { message: 'you must provide a model parameter', param: null, code: null },
  }),
  messages: z.array(requestMessage).min(1),
  functions: worded(z.array(functionObject), {
    name: 'an array of function definitions',
  }).nullish(),
  tools: z
    .array(z.looseObject({ type: z.string(), function: functionObject.nullish() }))
    .min(1)
    .nullish(),
  max_completion_tokens: count,
  max_tokens: count,
  n: count,
  ...sampling,
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  presence_penalty: penalty,
  frequency_penalty: penalty,
  stream,
  stream_options: z.looseObject({}).nullish(),
  response_format: format.nullish(),
})

type Body = z.output<typeof body>

/** The schema of a request for a chat completion. */
export const chatRequest = withRules(body, [
  toolsAreNamed,
  formatIsNamed,
  contentIsGiven,
  callsAreAnswered,
  optionsNeedStream,
  choiceNeedsTools,
])

function toolsAreNamed({ tools }: Body): Refusal | undefined {
  const index = tools?.findIndex((tool) => tool.type === 'function' && !tool.function) ?? -1
  return index === -1 ? undefined : missing(`tools[${index}].function`)
}

function formatIsNamed({ response_format: given }: Body): Refusal | undefined {
  if (given?.type !== 'json_schema' || given.json_schema) return undefined
  return missing('response_format.json_schema')
}

function optionsNeedStream({
  stream: streams,
  stream_options: options,
}: Body): Refusal | undefined {
  if (streams || !options) return undefined
  return {
    message: "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
    param: 'stream_options',
    code: null,
  }
}

function choiceNeedsTools({ tools, tool_choice: choice }: Body): Refusal | undefined {
  if (tools || (choice ?? 'none') === 'none') return undefined
  return {
    message:
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
    param: 'tool_choice',
    code: null,
  }
}
