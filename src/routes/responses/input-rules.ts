import { missing, type Refusal } from '../request/request-schema.js'

/** The fields of an input item that the rules read. */
interface InputItem {
  readonly type?: string | null | undefined
  readonly role?: string | null | undefined
  readonly call_id?: string | null | undefined
}

/** A request with input, as far as the rules read it. */
export interface Input {
  readonly input?: string | readonly InputItem[] | undefined
  readonly [field: string]: unknown
}

const ROLES = ['assistant', 'system', 'developer', 'user']

/** The names of the tool calls whose outputs the API looks for, by the type of the item. */
const CALLS = new Map([
  ['function_call', 'function call'],
  ['custom_tool_call', 'custom tool call'],
])
const OUTPUT = '_output'

/** The parameters of which a request needs one. */
const SOURCES = ['input', 'previous_response_id', 'prompt', 'conversation']

/** Refuses the `messages` of a request for a chat completion. */
export function messagesHaveMoved({ messages }: Input): Refusal | undefined {
  if (messages === undefined) return undefined
  return {
    message:
      "Unsupported parameter: 'messages'. In the Responses API, this parameter has moved to 'input'. " +
      'Try again with the new parameter. See the API documentation for more information: ' +
      'https://platform.openai.com/docs/api-reference/responses/create.',
    param: null,
    code: 'unsupported_parameter',
  }
}

/** Refuses a request without input, unless the input comes from elsewhere. */
export function inputIsGiven(body: Input): Refusal | undefined {
  const given = SOURCES.filter((name) => (body[name] ?? undefined) !== undefined)
  if (given.length === 0) return missing('input')
  if (given.length > 1 || body.input?.length !== 0) return undefined

  return {
    message: `One of "input" or "previous_response_id" or 'prompt' or 'conversation' must be provided.`,
    param: null,
    code: 'missing_required_parameter',
  }
}

/** Refuses a message of a role that the API does not know, such as the `tool` of chat completions. */
export function rolesAreKnown({ input }: Input): Refusal | undefined {
  const index = itemsOf(input).findIndex(({ role }) => role && !ROLES.includes(role))
  const role = itemsOf(input)[index]?.role
  if (!role) return undefined

  const message = `Invalid value: '${role}'. Supported values are: 'assistant', 'system', 'developer', and 'user'.`
  return { message, param: `input[${index}]`, code: 'invalid_value' }
}

/** Refuses an output without its call, and a call without its output. */
export function callsHaveOutputs(body: Input): Refusal | undefined {
  const items = itemsOf(body.input)
  const hasAll = isWhole(body, items)
  const open = new Map<string, string>()
  const called = new Set<string>()
  for (const { type, call_id: id } of items) {
    if (!type || !id) continue
    const call = CALLS.get(type)
    if (call) {
      called.add(id)
      open.set(id, call)
    }
    const answered = type.endsWith(OUTPUT) && CALLS.get(type.slice(0, -OUTPUT.length))
    if (!answered) continue
    if (hasAll && !called.has(id)) return noCall(answered, id)
    open.delete(id)
  }
  const [unanswered] = open
  return unanswered && noOutput(...unanswered)
}

function itemsOf(input: Input['input']): readonly InputItem[] {
  return typeof input === 'object' ? input : []
}

/** Returns true where all items are in the request itself, and none in an earlier response or a conversation. */
function isWhole(body: Input, items: readonly InputItem[]): boolean {
  if (body['previous_response_id'] || body['conversation'] || body['prompt']) return false
  return !items.some(({ type, role }) => type === 'item_reference' || (!type && !role))
}

function noCall(call: string, id: string): Refusal {
  const message = `No tool call found for ${call} output with call_id ${id}.`
  return { message, param: 'input', code: null }
}

function noOutput(id: string, call: string): Refusal {
  return { message: `No tool output found for ${call} ${id}.`, param: 'input', code: null }
}
