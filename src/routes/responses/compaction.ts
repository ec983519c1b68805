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
import { responseUsageOf } from '../protocol/answer-usage.js'
import { CREATED_AT } from '../resources/created-at.js'
import { completeUsage } from './complete.js'
import { completeItem, idsOf } from './output-items.js'

/** The body of a request that compacts a conversation. openai 5 has no type for it. */
export type CompactBody = Pick<
  ResponseCreateParams,
  'input' | 'instructions' | 'previous_response_id'
> & {
  /** The name of the model; null for none. */
  readonly model: string | null
}

/** An item that stands for the compacted part of a conversation. openai 5 has no type for it. */
export interface CompactionItem {
  /** The id, such as `cmp_1`. */
  readonly id: string
  /** The type of the item. */
  readonly type: 'compaction'
  /** The compacted part, which only the server can read. */
  readonly encrypted_content: string
}

/** A compacted conversation. openai 5 has no type for it. */
export interface CompactedResponse {
  /** The id, such as `resp_1`. */
  readonly id: string
  /** The type of the object. */
  readonly object: 'response.compaction'
  /** The time of the compaction, in Unix seconds. */
  readonly created_at: number
  /** The items that replace those of the conversation. */
  readonly output: ReadonlyArray<ResponseOutputItem | CompactionItem>
  /** The numbers of tokens. */
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
  usageOf: responseUsageOf,
}
