import { valueAt } from '../protocol/fields.js'

/** The statuses of runs, files and batches of files that the server changes by itself. */
const PASSING: readonly unknown[] = ['queued', 'in_progress', 'cancelling']

/**
 * Gives the header with which a server says when to ask again for a resource that is not over. The
 * polling methods of the SDKs, such as `createAndPoll()`, ask again after 5 seconds without the header.
 */
export function pollHeaders(resource: unknown): Record<string, string> {
  return PASSING.includes(valueAt(resource, 'status')) ? { 'openai-poll-after-ms': '0' } : {}
}
