import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import type { ApiError } from '../../../routes/api-error.js'
import { RecordedCall } from '../../../routes/call.js'
import { beginPlay, type LiveEventStream } from '../../../routes/live/live-event-stream.js'
import type { Partially } from '../../../routes/protocol/defaults.js'
import { asksForStream } from '../../../routes/request/asks-for-stream.js'
import { completeRun } from '../../../routes/runs/complete.js'
import { fromReply } from '../../../routes/runs/from-reply.js'
import { unfoldRun, type RunResource } from '../../../routes/runs/unfold.js'
import type { Script } from '../../../streaming/index.js'
import type { ModelChoice } from '../model/model.js'
import type { FileSearch } from '../retrieval/file-search.js'
import type { Performance } from './run-play.js'
import { searchedRun } from './searched-run.js'

/** A call that creates or continues a run. */
export type RunCall = RecordedCall<AssistantStreamEvent, unknown>

/** A live stream of a run. */
type RunStream = LiveEventStream<AssistantStreamEvent>

/**
 * Makes the performance of a run of the answer of the model.
 *
 * @param search The search of files before an answer in words; undefined for a run without one.
 */
export function performanceOf(
  final: Exclude<ModelChoice['final'], { type: 'response' }>,
  call: RunCall,
  run: Run,
  search: FileSearch | undefined,
): Performance {
  const unfolded = (given: Partially<RunResource>) => {
    const ids = { run_id: run.id, thread_id: run.thread_id }
    // Completed now: a wrong reply is a failed answer, and not a broken stream.
    const resource = completeRun(given, { params: ids })
    return () => unfoldRun(resource)
  }
  switch (final.type) {
    case 'reply':
      return unfolded(
        search && final.reply.text !== undefined
          ? searchedRun(fromReply(final.reply), search, run)
          : fromReply(final.reply),
      )
    case 'error':
      return unfolded({ last_error: lastErrorOf(final.error, call, run) })
    case 'live':
      // The play refuses whatever is no event of a run.
      return performanceOfLive(final.live as unknown as RunStream, call)
    case 'script':
      return performanceOfScript(final.script)
  }
}

/** Gives the error of a run that fails, by the status of an error of the API. */
function lastErrorOf(error: ApiError, call: RunCall, { model }: Run): Run.LastError {
  const { status, error: fields } = error.for?.({ ...call, body: { model } }) ?? error
  const code = status < 500 ? 'invalid_prompt' : 'server_error'
  return {
    code: status === 429 ? 'rate_limit_exceeded' : code,
    message: fields.message ?? `The run failed with status ${status}.`,
  }
}

function performanceOfScript(script: Script<unknown>): Performance {
  // The play refuses whatever is no event of a run.
  return (signal) => (script as Script<AssistantStreamEvent>).generate(signal)
}

/**
 * Begins the play of a live stream. The call of a request without a stream ends at once, and the
 * play goes on with the polls: it has a call of its own.
 */
function performanceOfLive(live: RunStream, call: RunCall): Performance {
  if (asksForStream(call)) {
    return performanceOfScript(beginPlay(live, call, call.connection).script)
  }
  const played = new RecordedCall<AssistantStreamEvent, unknown>({ name: call.endpoint }, call)
  const { script } = beginPlay(live, played, played.connection)
  return async function* (signal) {
    try {
      yield* performanceOfScript(script)(signal)
    } finally {
      played.onEnd('completed')
    }
  }
}
