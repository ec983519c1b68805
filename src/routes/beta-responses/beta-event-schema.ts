import { z } from 'zod'
import { oneOfTexts, oneOfTypes } from '../protocol/schema.js'
import { eventFields, responseEventOf } from '../responses/response-event-schema.js'
import { itemFields, response } from '../responses/response-schema.js'

const text = z.string()
const agent = z.looseObject({ agent_name: text }).nullish()

/** The things that an agent does with another one. */
const action = oneOfTexts([
  'spawn_agent',
  'interrupt_agent',
  'list_agents',
  'send_message',
  'followup_task',
  'wait_agent',
])

/** The fields of the items that only the beta has. */
export const agentItemFields = {
  agent_message: {
    id: text,
    author: text,
    recipient: text,
    content: z.array(z.looseObject({ type: text })),
  },
  multi_agent_call: { id: text, call_id: text, action, arguments: text },
  multi_agent_call_output: {
    id: text,
    call_id: text,
    action,
    output: z.array(z.looseObject({ type: text, text })),
  },
}

const item = oneOfTypes(withAgent({ ...itemFields, ...agentItemFields }))
const ofResponse = { response: response.extend({ output: z.array(item) }) }
const ofItem = { ...eventFields['response.output_item.added'], item }

/** The schema of one event in the stream of a response of the beta. */
export const betaResponseEvent = responseEventOf(
  withAgent({
    ...eventFields,
    'response.created': ofResponse,
    'response.queued': ofResponse,
    'response.in_progress': ofResponse,
    'response.completed': ofResponse,
    'response.incomplete': ofResponse,
    'response.failed': ofResponse,
    'response.output_item.added': ofItem,
    'response.output_item.done': ofItem,
  }),
)

/** Adds the agent to the fields of each type. */
function withAgent(shapes: Readonly<Record<string, z.ZodRawShape>>) {
  return Object.fromEntries(
    Object.entries(shapes).map(([type, shape]) => [type, { ...shape, agent }]),
  )
}
