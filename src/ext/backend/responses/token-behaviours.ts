import type { ResponseItem } from 'openai/resources/responses/responses'
import { valueAt } from '../../../routes/protocol/fields.js'
import type { RecordedCall } from '../../../routes/call.js'
import { compactionItem } from '../../../routes/responses/compaction.js'
import type { BackendContext } from '../context.js'
import { countTokens } from '../model/count-tokens.js'
import { promptOf } from '../model/prompt-of.js'
import { newItemId } from './item-ids.js'
import { readRequest } from './continued-request.js'

type AnyCall = Pick<RecordedCall<never, unknown>, 'body'>

/** Makes the behaviours that answer with tokens, and ask no model. */
export function tokenBehaviours(context: BackendContext) {
  const { store, numbering } = context
  return {
    /** The messages of the user stay as they are. One item stands for everything else. */
    async compact({ body }: AnyCall) {
      const request = readRequest(context, body)
      const compaction = { id: newItemId(compactionItem, request.nextId), ...compactionItem }
      const items: readonly object[] = [...request.earlier.items, ...request.input]
      const messages = items.filter((item) => valueAt(item, 'role') === 'user')
      return {
        id: store.responses.newId(),
        created_at: numbering.nextTime(),
        // The messages of an input have the fields of those of an output.
        output: [...(messages as ReadonlyArray<OutputMessage>), compaction],
        usage: {
          input_tokens: await countTokens(promptOf(request.modelRequest)),
          output_tokens: await countTokens(compaction.encrypted_content),
        },
      }
    },

    inputTokens: {
      async count({ body }: AnyCall) {
        return {
          input_tokens: await countTokens(promptOf(readRequest(context, body).modelRequest)),
        }
      },
    },
  }
}

type OutputMessage = Extract<ResponseItem, { type: 'message'; role: 'assistant' }>
