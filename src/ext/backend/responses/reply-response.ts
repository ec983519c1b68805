import type { CallRequest } from '../../../routes/endpoint.js'
import type { Reply } from '../../../routes/answers/reply.js'
import type { Partially } from '../../../routes/protocol/defaults.js'
import { listAt, textAt } from '../../../routes/protocol/fields.js'
import { completeResponse } from '../../../routes/responses/complete.js'
import { fromReply } from '../../../routes/responses/from-reply.js'
import type { WireResponse } from '../../../routes/responses/response-event-schema.js'
import { responseCitations } from '../retrieval/file-citations.js'
import type { FileSearch } from '../retrieval/file-search.js'
import { fileSearchCall } from '../retrieval/file-search-calls.js'
import { identified } from './item-ids.js'
import { customToolsOf } from './response-model-request.js'
import type { ContinuedRequest } from './continued-request.js'

/** The items of an output, which may lack fields. */
type Output = NonNullable<Partially<WireResponse>['output']>

/** The details of a usage of which nothing was written to the cache. */
const UNCACHED = { input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 } }

/**
 * Makes the whole response of the reply of the model.
 *
 * @param own The fields that the backend gives the response, such as its id.
 * @param call The request, of which the response repeats fields.
 */
export function responseOfReply(
  reply: Reply,
  request: ContinuedRequest,
  own: Partial<WireResponse>,
  call: CallRequest<object>,
): WireResponse {
  const { usage, ...fields } = fromReply(reply)
  const output = outputOf(reply, request, call.body).map((item) => identified(item, request.nextId))
  const given = { ...fields, ...own, output, ...(usage && { usage: { ...usage, ...UNCACHED } }) }
  return completeResponse(given, call)
}

/** Makes the items of the output of the reply of the model. A text comes after the search of files that the request asks for. */
function outputOf(reply: Reply, { modelRequest }: ContinuedRequest, body: unknown): Output {
  const { output = [] } = fromReply(reply)
  const custom = customToolsOf(modelRequest)
  const items = output.map((item) => {
    if (item.type !== 'function_call' || !custom.includes(textAt(item, 'name'))) return item
    const { name, arguments: input, call_id } = item
    return { type: 'custom_tool_call' as const, name, input, call_id }
  })
  const { fileSearch } = modelRequest
  if (!fileSearch || reply.text === undefined) return items
  const call = fileSearchCall(fileSearch, listAt(body, 'include').map(String))
  return [call, ...items.map((item) => cited(item, fileSearch))]
}

/** Adds citations to the texts of an item. */
function cited(item: Output[number], { results }: FileSearch): Output[number] {
  if (item.type !== 'message') return item
  const content = item.content?.map((part) =>
    part.type === 'output_text'
      ? { ...part, annotations: responseCitations(part.text ?? '', results) }
      : part,
  )
  return { ...item, content }
}
