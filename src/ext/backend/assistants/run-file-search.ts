import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { ModelRequest } from '../model/model-request.js'
import type { Retrieval } from '../retrieval/open-vector-store.js'
import { withFileSearch } from '../retrieval/with-file-search.js'

/**
 * Searches the vector stores of the thread and of the assistant, before the model answers a run that
 * has the tool `file_search`. A run whose answer is JSON searches nothing: its text has no place for a mark.
 *
 * @throws {Refusal} When a vector store does not exist, or has expired.
 */
export function searchForRun(retrieval: Retrieval, run: Run, request: ModelRequest): ModelRequest {
  const tool = fileSearchIn(run)
  const vector_store_ids = storesOf(retrieval, run)
  const isText = request.format.type === 'text'
  if (!tool || !isText || vector_store_ids.length === 0) return request

  const asked = { ...tool.file_search, vector_store_ids }
  return withFileSearch(retrieval, request, asked, run.tool_choice)
}

/** Finds the tool of a run that searches files; undefined where there is none. */
export function fileSearchIn({ tools }: Run) {
  return tools.find((tool) => tool.type === 'file_search')
}

function storesOf({ store }: Retrieval, { thread_id, assistant_id }: Run): string[] {
  const owners = [store.threads.get(thread_id), store.assistants.get(assistant_id)]
  const ids = owners.flatMap((owner) => owner?.tool_resources?.file_search?.vector_store_ids ?? [])
  return [...new Set(ids)]
}
