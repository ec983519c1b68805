import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { Delivered } from '../../../routes/answers/answer.js'
import { deliveredBy } from '../../../routes/answers/deliver.js'
import { asksForStream } from '../../../routes/request/asks-for-stream.js'
import type { RunResource } from '../../../routes/runs/unfold.js'
import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { BackendContext } from '../context.js'
import type { ModelRequest } from '../model/model-request.js'
import { modelRequestOf } from './run-model-request.js'
import { scriptOfRun, type RunCall } from './script-of-run.js'
import type { RunPlayOptions } from './run-play.js'
import type { RunPlays } from './run-plays.js'
import { RunRecord } from './run-record.js'
import { searchForRun } from './run-file-search.js'
import { showingSteps } from './shown-steps.js'
import { threadConversation } from './thread-conversation.js'

/** A run that is queued. */
interface QueuedRun extends Omit<RunPlayOptions, 'onEnd'> {
  readonly run: Run
  /** Undoes what the request has changed, where the run does not begin. */
  readonly undo: () => void
}

/** The answer to a request that creates or continues a run. */
type RunAnswer = Delivered<AssistantStreamEvent, unknown, RunResource>

/**
 * Asks the model on behalf of a queued run, and begins the run: a request for a stream is answered
 * with the events of the run, and any other with the queued run. A `Response` of the model is the
 * answer to the request, and the run does not begin.
 */
export async function answerRun(
  context: BackendContext,
  plays: RunPlays,
  call: RunCall,
  { run, undo, ...options }: QueuedRun,
): Promise<RunAnswer> {
  const record = new RunRecord(context.store, run)
  try {
    const request = requestOf(context, run)
    const { final, delivery } = await context.model.answer(call, request)
    if (final.type === 'response') {
      undo()
      return deliveredBy(final.response, delivery)
    }
    const script = scriptOfRun(final, call, run, request.fileSearch)
    // Another client may have cancelled the run in the meantime.
    const isQueued = record.run?.status === 'queued'
    const play = isQueued ? plays.begin(record, script, options) : plays.cancel(record)
    if (!asksForStream(call)) return deliveredBy(run, delivery)
    const played = play.script()
    // The script of a test says itself what its client gets.
    return deliveredBy(final.type === 'reply' ? showingSteps(played, call) : played, delivery)
  } catch (error) {
    undo()
    throw error
  }
}

/** Makes the request to the model of a run, with the conversation of the thread and its files. */
function requestOf(context: BackendContext, run: Run): ModelRequest {
  const conversation = threadConversation(context.store, run.thread_id, run.id)
  return searchForRun(context, run, modelRequestOf(run, conversation))
}
