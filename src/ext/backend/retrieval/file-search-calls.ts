import type { FileSearchToolCall } from 'openai/resources/beta/threads/runs/steps'
import type { ResponseFileSearchToolCall } from 'openai/resources/responses/responses'
import type { FileSearch, FileSearchResult } from './file-search.js'

/** The value of `include` with which a request for a response asks for what a search has found. */
const RESULTS = 'file_search_call.results'

/**
 * Makes the item of a response for a search of files, without its id. The results are null unless
 * the request includes them.
 */
export function fileSearchCall(
  { queries, results }: FileSearch,
  include: readonly string[] | null | undefined,
): Omit<ResponseFileSearchToolCall, 'id'> {
  const isIncluded = include?.includes(RESULTS)
  return {
    type: 'file_search_call',
    status: 'completed',
    queries: [...queries],
    results: isIncluded ? results.map((result) => ({ ...result })) : null,
  }
}

/** Makes the results of the step of a run that searches files. */
export function fileSearchStepResults(
  results: readonly FileSearchResult[],
): FileSearchToolCall.FileSearch.Result[] {
  return results.map(({ text, filename, file_id, score, attributes }) => {
    // On the wire, a result has the attributes of its file, which the SDK's type lacks.
    const result = { file_id, file_name: filename, score, attributes }
    return { ...result, content: [{ type: 'text', text }] }
  })
}
