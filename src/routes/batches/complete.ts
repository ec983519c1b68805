import type { Batch } from 'openai/resources/batches'
import type { CallRequest } from '../endpoint.js'
import type { Partially } from '../protocol/defaults.js'
import { CREATED_AT } from '../resources/created-at.js'
import { fillRepeating } from '../resources/resource-endpoints.js'
import { statusCheck } from '../resources/status-check.js'

/** The times that a batch of each status has. A status that the SDK adds causes a compile error here. */
const TIMES = {
  validating: [],
  in_progress: ['in_progress_at'],
  finalizing: ['in_progress_at', 'finalizing_at'],
  completed: ['in_progress_at', 'finalizing_at', 'completed_at'],
  failed: ['failed_at'],
  expired: ['in_progress_at', 'expired_at'],
  cancelling: ['in_progress_at', 'cancelling_at'],
  cancelled: ['in_progress_at', 'cancelling_at', 'cancelled_at'],
} satisfies Record<Batch['status'], ReadonlyArray<keyof Batch>>

/** The usage of a batch before it runs. */
const UNUSED = {
  input_tokens: 0,
  output_tokens: 0,
  total_tokens: 0,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens_details: { reasoning_tokens: 0 },
}

const assertStatus = statusCheck(TIMES, 'a batch')

/**
 * Makes a whole batch. Its times and its output agree with its status.
 *
 * @throws {TypeError} When there is no such status.
 */
export function completeBatch(id: string, given: Partially<Batch>, { body }: CallRequest): Batch {
  assertStatus(given)
  const { status = 'completed', created_at = CREATED_AT } = given
  const blank = {
    id,
    object: 'batch',
    endpoint: '/v1/responses',
    model: null,
    errors: null,
    input_file_id: 'file-1',
    completion_window: '24h',
    status,
    output_file_id: status === 'completed' ? 'file-2' : null,
    error_file_id: null,
    created_at,
    in_progress_at: null,
    expires_at: created_at + 24 * 3600,
    finalizing_at: null,
    completed_at: null,
    failed_at: null,
    expired_at: null,
    cancelling_at: null,
    cancelled_at: null,
    request_counts: { total: 0, completed: 0, failed: 0 },
    usage: UNUSED,
    metadata: null,
    ...Object.fromEntries(TIMES[status].map((time) => [time, created_at])),
  }
  // By the SDK's type, a batch lacks the fields that are null.
  return fillRepeating(blank as unknown as Batch, body, given)
}
