import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'
import type { CallRequest } from '../../../routes/endpoint.js'
import type { Script } from '../../../streaming/index.js'
import { followed } from '../streams/followed.js'
import { scriptLike } from '../streams/script-like.js'

/** The value of `include[]` with which a request asks for the contents of the results of file searches. */
const CONTENTS = 'step_details.tool_calls[*].file_search.results[*].content'

/** Gives a step as a request gets it: the results of file searches have no contents unless the request includes them. */
export function shownStep(step: RunStep, { url }: Pick<CallRequest, 'url'>): RunStep {
  const details = step.step_details
  if (details.type !== 'tool_calls' || url.searchParams.getAll('include[]').includes(CONTENTS))
    return step
  const tool_calls = details.tool_calls.map((call) => {
    if (call.type !== 'file_search' || !call.file_search.results) return call
    const results = call.file_search.results.map((result) => {
      const { content: _, ...shown } = result
      return shown
    })
    return { ...call, file_search: { ...call.file_search, results } }
  })
  return { ...step, step_details: { ...details, tool_calls } }
}

/** Makes a script like another one, in which each step is what the request for the stream gets. */
export function showingSteps(
  script: Script<AssistantStreamEvent>,
  request: Pick<CallRequest, 'url'>,
): Script<AssistantStreamEvent> {
  const show = (event: AssistantStreamEvent) =>
    event.event === 'thread.run.step.completed'
      ? { ...event, data: shownStep(event.data, request) }
      : event
  return scriptLike(script, (signal) => followed(script, signal, show))
}
