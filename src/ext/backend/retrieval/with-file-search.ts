import { listAt, textAt } from '../../../routes/protocol/fields.js'
import type { ModelRequest } from '../model/model-request.js'
import { lastWords } from '../model/spoken-answer.js'
import type { Retrieval } from './open-vector-store.js'
import { searchFiles, type SearchOptions } from './search-files.js'

/** The tool `file_search` of a request. */
export interface FileSearchTool extends SearchOptions {
  readonly vector_store_ids: readonly string[]
}

/** The most results of the tool, unless the request says another number. */
const MOST_RESULTS = 20

/**
 * Searches files for the last words of the user, before the model answers a request that has the
 * tool `file_search`.
 *
 * @param tool The tool of the request; undefined where the request has none.
 * @param choice The `tool_choice` of the request.
 * @throws {Refusal} When a vector store does not exist, or has expired.
 */
export function withFileSearch(
  retrieval: Retrieval,
  request: ModelRequest,
  tool: FileSearchTool | undefined,
  choice: unknown,
): ModelRequest {
  if (!tool || !isAllowed(choice)) return request

  const queries = [lastWords(request.messages)]
  const options = { ...tool, max_num_results: tool.max_num_results ?? MOST_RESULTS }
  const results = searchFiles(retrieval, tool.vector_store_ids, queries, options)
  return { ...request, fileSearch: { queries, results } }
}

/** Returns true where the choice of a tool lets the model search files. */
function isAllowed(choice: unknown): boolean {
  const type = textAt(choice, 'type')
  if (type === 'allowed_tools') return listAt(choice, 'tools').some(isFileSearch)
  return type === '' ? choice !== 'none' : isFileSearch(choice)
}

/** Recognizes the tool `file_search`. */
export function isFileSearch(tool: unknown): boolean {
  return textAt(tool, 'type') === 'file_search'
}
