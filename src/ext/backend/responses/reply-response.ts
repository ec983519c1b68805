import type { CallRequest } from '../../../routes/endpoint.js'
import type { Reply } from '../../../routes/answers/reply.js'
import type { Partially } from '../../../routes/protocol/defaults.js'
import { textAt } from '../../../routes/protocol/fields.js'
import { completeResponse } from '../../../routes/responses/complete.js'
import { fromReply } from '../../../routes/responses/from-reply.js'
import type { WireResponse } from '../../../routes/responses/response-event-schema.js'
import { identified } from './item-ids.js'
import { customToolsOf } from './model-request-of.js'
import type { Turn } from './turn.js'

/** The items of an output, which may lack fields. */
type Output = NonNullable<Partially<WireResponse>['output']>

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
  const output = outputOf(reply, turn).map((item) => identified(item, turn.nextId))
  return completeResponse({ ...fromReply(reply), ...own, output }, call)
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
