import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import { Unfolded } from '../../../streaming/internal.js'
import { copyRequest } from '../../../routes/copy-request.js'
import { RecordedCall } from '../../../routes/call.js'
import { beginPlay, type LiveEventStream } from '../../../routes/live/live-event-stream.js'
import type { Partially } from '../../../routes/protocol/defaults.js'
import type { SimpleBy } from '../../../routes/protocol/cut-text.js'
import { asksForStream } from '../../../routes/request/asks-for-stream.js'
import { completeRun } from '../../../routes/runs/complete.js'
import { fromReply } from '../../../routes/runs/from-reply.js'
import { unfoldRun, type RunResource } from '../../../routes/runs/unfold.js'
import type { Script } from '../../../streaming/index.js'
import { failureOf } from '../model/failure-of.js'
import type { ModelChoice } from '../model/model.js'
import type { FileSearch } from '../retrieval/file-search.js'
import { scriptLike } from '../streams/script-like.js'
import { searchedRun } from './searched-run.js'

/** A call that creates or continues a run. */
export type RunCall = RecordedCall<AssistantStreamEvent, unknown>

/**
 * Makes the script of a run of the answer of the model.
 *
 * @param search The search of files before an answer in words; undefined for a run without one.
 */
export function scriptOfRun(
  final: Exclude<ModelChoice<AssistantStreamEvent>['final'], { type: 'response' }>,
  call: RunCall,
  run: Run,
  search: FileSearch | undefined,
): Script<AssistantStreamEvent> {
  switch (final.type) {
    case 'reply': {
      const given = fromReply(final.reply)
      const isSearched = search && final.reply.text !== undefined
      return unfolded(isSearched ? searchedRun(given, search, run) : given, run, final.reply.by)
    }
    case 'error':
      return unfolded(
        {
          last_error: failureOf(final.error, { ...copyRequest(call), body: { model: run.model } }),
        },
        run,
      )
    case 'live':
      return liveScript(final.live, call)
    case 'script':
      return final.script
  }
}

function unfolded(
  given: Partially<RunResource>,
  { id: run_id, thread_id }: Run,
  by?: SimpleBy,
): Script<AssistantStreamEvent> {
  const resource = completeRun(given, { params: { run_id, thread_id } })
  return new Unfolded([...unfoldRun(resource, { by })])
}

/**
 * Begins the play of a live stream. The call of a request without a stream ends at once, and the
 * play goes on with the polls: it has a call of its own.
 */
function liveScript(
  live: LiveEventStream<AssistantStreamEvent>,
  call: RunCall,
): Script<AssistantStreamEvent> {
  if (asksForStream(call)) return beginPlay(live, call, call.connection).script

  const played = new RecordedCall<AssistantStreamEvent, unknown>({ name: call.endpoint }, call)
  const { script } = beginPlay(live, played, played.connection)
  return scriptLike(script, async function* (signal) {
    try {
      yield* script.generate(signal)
    } finally {
      played.onEnd('completed')
    }
  })
}
