import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { RunStep } from 'openai/resources/beta/threads/runs/steps'
import type { CallRequest } from '../../../routes/endpoint.js'
import { AsyncEventStream, type Cue, type Script } from '../../../streaming/index.js'
import { isCue } from '../../../streaming/internal.js'

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

/** Changes the steps in a stream to what the request for the stream gets. */
export class ShownSteps extends AsyncEventStream<AssistantStreamEvent> {
  constructor(
    private readonly script: Script<AssistantStreamEvent>,
    private readonly request: Pick<CallRequest, 'url'>,
  ) {
    super()
  }

  async *generate(signal: AbortSignal): AsyncGenerator<AssistantStreamEvent | Cue> {
    for await (const item of this.script.generate(signal)) {
      yield isCue(item) ? item : this.#shown(item)
    }
  }

  #shown(event: AssistantStreamEvent): AssistantStreamEvent {
    return event.event === 'thread.run.step.completed'
      ? { ...event, data: shownStep(event.data, this.request) }
      : event
  }
}
