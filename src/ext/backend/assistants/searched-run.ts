import type { Message } from 'openai/resources/beta/threads/messages'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { Partially } from '../../../routes/protocol/defaults.js'
import { completeRun } from '../../../routes/runs/complete.js'
import type { RunResource } from '../../../routes/runs/unfold.js'
import { textWithCitations } from '../retrieval/file-citations.js'
import type { FileSearch } from '../retrieval/file-search.js'
import { fileSearchStepResults } from '../retrieval/file-search-calls.js'
import { fileSearchIn } from './run-file-search.js'

/**
 * Completes a run that has searched files: its first step is the search, and its message cites the
 * best result.
 *
 * @param given The messages and the calls of the run, as a reply has them.
 */
export function searchedRun(
  given: Partially<RunResource>,
  { results }: FileSearch,
  run: Run,
): RunResource {
  const request = { params: { run_id: run.id, thread_id: run.thread_id } }
  const messages = given.messages?.map((message) => cited(message, results))
  const { steps = [], ...answered } = completeRun({ ...given, messages }, request)
  const { ranking_options } = fileSearchIn(run)?.file_search ?? {}
  const file_search = { ranking_options, results: fileSearchStepResults(results) }
  const search = { step_details: { type: 'tool_calls' as const, tool_calls: [{ file_search }] } }
  return completeRun({ ...answered, steps: [search, ...steps] }, request)
}

/** Adds citations to the texts of a message. */
function cited(message: Partially<Message>, results: FileSearch['results']): Partially<Message> {
  const content = message.content?.map((part) => {
    const text = 'text' in part ? part.text?.value : undefined
    return text === undefined ? part : { ...part, text: textWithCitations(text, results) }
  })
  return { ...message, content }
}
