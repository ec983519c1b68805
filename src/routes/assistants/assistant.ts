import type {
  Assistant,
  AssistantCreateParams,
  AssistantUpdateParams,
} from 'openai/resources/beta/assistants'
import { z } from 'zod'
import { anyOfType } from '../protocol/schema.js'
import { metadataTexts } from '../resources/metadata-schema.js'
import { familyEndpoints, fillRepeating } from '../resources/resource-endpoints.js'
import { withStoreIds } from './tool-resources.js'

/** An assistant on the wire: with a field that the SDK's type lacks. */
interface WireAssistant extends Assistant {
  reasoning_effort: string | null
}

/** The schemas of fields that a request may give and change. */
const changing = { tools: z.array(anyOfType).optional(), metadata: metadataTexts.optional() }

/** The endpoints of assistants. */
export const assistant = familyEndpoints<Assistant, AssistantCreateParams, AssistantUpdateParams>({
  name: 'beta.assistants',
  path: '/assistants',
  param: 'assistant_id',
  prefix: 'asst_',
  deleted: 'assistant.deleted',
  creation: z.looseObject({ ...changing, model: z.string() }),
  change: z.looseObject(changing).optional(),
  complete: (id, given, { body }) => {
    const blank = newAssistant(id)
    return fillRepeating(blank, withStoreIds(body, id), given)
  },
})

function newAssistant(id: string): WireAssistant {
  return {
    id,
    object: 'assistant',
    created_at: 1700000000,
    name: null,
    description: null,
    model: 'gpt-4o',
    instructions: null,
    tools: [],
    top_p: 1,
    temperature: 1,
    reasoning_effort: null,
    tool_resources: {},
    metadata: {},
    response_format: 'auto',
  }
}
