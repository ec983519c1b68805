import type { FileSearchToolCall } from 'openai/resources/beta/threads/runs/steps'
import type { ResponseFileSearchToolCall } from 'openai/resources/responses/responses'
import type { FileSearchResult } from './search-files.js'

/** Values of `include`, with which a request asks for what a search has found. */
const INCLUDES = {
  response: 'file_search_call.results',
  step: 'step_details.tool_calls[*].file_search.results[*].content',
}

/**
 * Makes the item of a response for a search of files, without its id. The results are null unless
 * the request includes them.
 */
export function fileSearchCall(
  queries: readonly string[],
  results: readonly FileSearchResult[],
  include: readonly string[] | null | undefined,
): Omit<ResponseFileSearchToolCall, 'id'> {
  const isIncluded = include?.includes(INCLUDES.response)
  return {
    type: 'file_search_call',
    status: 'completed',
    queries: [...queries],
    results: isIncluded ? results.map((result) => ({ ...result })) : null,
  }
}

/**
 * Makes the results of the step of a run that searches files. They have their contents where the
 * request includes them.
 */
export function fileSearchStepResults(
  results: readonly FileSearchResult[],
  include: readonly string[] | null | undefined,
): FileSearchToolCall.FileSearch.Result[] {
  const isIncluded = include?.includes(INCLUDES.step)
  return results.map(({ text, filename, file_id, score, attributes }) => {
    // On the wire, a result has the attributes of its file, which the SDK's type lacks.
    const result = { file_id, file_name: filename, score, attributes }
    return isIncluded ? { ...result, content: [{ type: 'text', text }] } : result
  })
}
