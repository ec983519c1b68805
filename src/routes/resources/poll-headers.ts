import { valueAt } from '../protocol/fields.js'

/** The statuses of runs, files and batches of files that the server changes by itself. */
const PASSING: readonly unknown[] = ['queued', 'in_progress', 'cancelling']

/**
 * Gives the header with which a server says when to ask again for a resource that is not over.
 * Without the header, the polling methods of the SDK, such as `createAndPoll()`, wait 5 seconds.
 */
export function pollHeaders(resource: unknown): Record<string, string> {
  return PASSING.includes(valueAt(resource, 'status')) ? { 'openai-poll-after-ms': '0' } : {}
}
