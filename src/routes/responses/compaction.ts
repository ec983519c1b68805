import type {
  ResponseCreateParams,
  ResponseOutputItem,
  ResponseUsage,
} from 'openai/resources/responses/responses'
import { z } from 'zod'
import type { Endpoint } from '../endpoint.js'
import { fill } from '../protocol/defaults.js'
import { idsInside } from '../protocol/ids.js'
import { typed } from '../protocol/schema.js'
import { CREATED_AT } from '../resources/created-at.js'
import { completeUsage } from './complete.js'
import { completeItem, idsOf } from './output-items.js'

/** The body of a request that compacts a conversation. openai 5 has no type for it. */
export type CompactBody = Pick<
  ResponseCreateParams,
  'input' | 'instructions' | 'previous_response_id'
> & {
  readonly model: string | null
}

/** An item that stands for the compacted part of a conversation. openai 5 has no type for it. */
export interface CompactionItem {
  readonly id: string
  readonly type: 'compaction'
  readonly encrypted_content: string
}

/** A compacted conversation. openai 5 has no type for it. */
export interface CompactedResponse {
  readonly id: string
  readonly object: 'response.compaction'
  readonly created_at: number
  /** The items that replace those of the conversation. */
  readonly output: ReadonlyArray<ResponseOutputItem | CompactionItem>
  readonly usage: ResponseUsage
}

/** The item that stands for the compacted part, without its id. */
export const compactionItem: Omit<CompactionItem, 'id'> = {
  type: 'compaction',
  encrypted_content: 'gAAAAABcompacted',
}

/** The details of the input that the server counts, where nothing was written to the cache. */
const input_tokens_details = { cache_write_tokens: 0 }

/** The endpoint `POST /responses/compact`. */
export const compactResponse: Endpoint<never, CompactBody, CompactedResponse, never> = {
  name: 'responses.compact',
  method: 'POST',
  path: '/responses/compact',
  requiredQuery: { beta: null },
  body: typed(z.looseObject({ model: z.string().nullable() })),
  short: 'none',
  complete(given, { number }) {
    const { output = [compactionItem], ...rest } = given
    const { input_tokens = 0, output_tokens = 0 } = rest.usage ?? {}
    const id = rest.id ?? `resp_${number}`
    const nextId = idsInside(id, idsOf(output))
    const blank: CompactedResponse = {
      id,
      object: 'response.compaction',
      created_at: CREATED_AT,
      output: output.map((one) => completeItem(one, nextId)),
      usage: completeUsage({ input_tokens, input_tokens_details, output_tokens }),
    }
    return fill(blank, rest)
  },
}
