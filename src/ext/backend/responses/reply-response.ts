import type { CallRequest } from '../../../routes/endpoint.js'
import type { Reply } from '../../../routes/answers/reply.js'
import type { Partially } from '../../../routes/protocol/defaults.js'
import { textAt } from '../../../routes/protocol/fields.js'
import { completeResponse } from '../../../routes/responses/complete.js'
import { fromReply } from '../../../routes/responses/from-reply.js'
import type { WireResponse } from '../../../routes/responses/response-event-schema.js'
import { identified } from './item-ids.js'
import { customToolsOf } from './response-model-request.js'
import type { Turn } from './turn.js'

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
  turn: Turn,
  own: Partial<WireResponse>,
  call: CallRequest<object>,
): WireResponse {
  const { usage, ...fields } = fromReply(reply)
  const output = outputOf(reply, turn).map((item) => identified(item, turn.nextId))
  const given = { ...fields, ...own, output, ...(usage && { usage: { ...usage, ...UNCACHED } }) }
  return completeResponse(given, call)
}

/** Makes the items of the output of the reply of the model: all of them are made here. */
function outputOf(reply: Reply, { request }: Turn): Output {
  const { output = [] } = fromReply(reply)
  const custom = customToolsOf(request)
  return output.map((item) => {
    if (item.type !== 'function_call' || !custom.includes(textAt(item, 'name'))) return item
    const { name, arguments: input, call_id } = item
    return { type: 'custom_tool_call', name, input, call_id }
  })
}
