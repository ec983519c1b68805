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
import { attributeFilter } from '../vector-stores/search-filter.js'
import { callsHaveOutputs, inputIsGiven, messagesHaveMoved, rolesAreKnown } from './input-rules.js'

const item = worded(
  z.looseObject({
    type: z.string().nullish(),
    role: z.string().nullish(),
    call_id: z.string().nullish(),
  }),
  { name: 'an input item' },
)

const items = worded(z.array(item), { name: 'an array of input items' })

const tool = z.looseObject({
  type: z.string(),
  name: nameText.nullish(),
  vector_store_ids: z.array(z.string()).nullish(),
  filters: z.unknown().optional(),
})

/** The fields that the API checks, in its order. */
const body = z.looseObject({
  model: z.string().optional(),
  input: z.union([z.string(), items]).optional(),
  tools: worded(z.array(tool), { name: 'an array of tools' }).nullish(),
  text: z
    .looseObject({
      format: z.looseObject({ type: z.string(), name: nameText.nullish() }).nullish(),
    })
    .nullish(),
  ...sampling,
  stream,
  max_output_tokens: z.int().min(16).nullish(),
  max_tool_calls: z.int().min(1).nullish(),
})

type Body = z.output<typeof body>

/** The schema of a request for a response. */
export const responseRequest = withRules(body, [
  modelIsGiven,
  messagesHaveMoved,
  inputIsGiven,
  rolesAreKnown,
  toolsAreNamed,
  searchesHaveStores,
  filtersAreRight,
  formatIsNamed,
  callsHaveOutputs,
])

/** Refuses a request without a model, unless its prompt has one. */
function modelIsGiven({ model, prompt }: Body): Refusal | undefined {
  return model === undefined && !prompt ? missing('model') : undefined
}

/** Refuses functions without a name, such as those of chat completions. */
function toolsAreNamed({ tools }: Body): Refusal | undefined {
  const index = (tools ?? []).findIndex(({ type, name }) => type === 'function' && !name)
  return index === -1 ? undefined : missing(`tools[${index}].name`)
}

/** Refuses searches of files without vector stores. */
function searchesHaveStores({ tools }: Body): Refusal | undefined {
  const index = (tools ?? []).findIndex(
    ({ type, vector_store_ids }) => type === 'file_search' && !vector_store_ids,
  )
  return index === -1 ? undefined : missing(`tools[${index}].vector_store_ids`)
}

/** Refuses searches of files with a wrong filter. Searches of the web have filters of another kind. */
function filtersAreRight({ tools }: Body): Refusal | undefined {
  const index = (tools ?? []).findIndex(
    ({ type, filters }) => type === 'file_search' && !isFilter(filters),
  )
  if (index === -1) return undefined
  const param = `tools[${index}].filters`
  return { message: `Invalid value for '${param}'.`, param, code: 'invalid_value' }
}

function isFilter(filters: unknown): boolean {
  return (filters ?? null) === null || attributeFilter.safeParse(filters).success
}

function formatIsNamed({ text }: Body): Refusal | undefined {
  const { type, name } = text?.format ?? {}
  return type === 'json_schema' && !name ? missing('text.format.name') : undefined
}
