import type { FileSearchTool } from 'openai/resources/responses/responses'
import { listAt, valueAt } from '../../../routes/protocol/fields.js'
import { isFileSearch, withFileSearch } from '../retrieval/with-file-search.js'
import type { Retrieval } from '../retrieval/open-vector-store.js'
import type { ContinuedRequest } from './continued-request.js'

/**
 * Searches files for a request that has the tool `file_search`.
 *
 * @throws {Refusal} When a vector store does not exist, or has expired.
 */
export function searchedRequest(
  retrieval: Retrieval,
  request: ContinuedRequest,
  body: unknown,
): ContinuedRequest {
  // The schema of the endpoint has checked the tools.
  const tool = listAt(body, 'tools').find(isFileSearch) as FileSearchTool | undefined
  const modelRequest = withFileSearch(
    retrieval,
    request.modelRequest,
    tool,
    valueAt(body, 'tool_choice'),
  )
  return { ...request, modelRequest }
}
