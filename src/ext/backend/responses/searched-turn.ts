import type { FileSearchTool } from 'openai/resources/responses/responses'
import { listAt, valueAt } from '../../../routes/protocol/fields.js'
import { isFileSearch, withFileSearch } from '../retrieval/with-file-search.js'
import type { Retrieval } from '../retrieval/open-vector-store.js'
import type { Turn } from './turn.js'

/**
 * Searches files for a turn whose request has the tool `file_search`.
 *
 * @throws {Refusal} When a vector store does not exist, or has expired.
 */
export function searchedTurn(retrieval: Retrieval, turn: Turn, body: unknown): Turn {
  // The schema of the endpoint has checked the tools.
  const tool = listAt(body, 'tools').find(isFileSearch) as FileSearchTool | undefined
  const request = withFileSearch(retrieval, turn.request, tool, valueAt(body, 'tool_choice'))
  return { ...turn, request }
}
