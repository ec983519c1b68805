import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import { copyRequest } from '../../../routes/copy-request.js'
import { api } from '../../../routes/api.js'
import type { RecordedCall } from '../../../routes/call.js'
import { listAt, textAt, valueAt } from '../../../routes/protocol/fields.js'
import type { SubmitToolOutputsBody } from '../../../routes/runs/endpoint.js'
import { cancelling } from '../../../routes/runs/lifecycle.js'
import type { BackendContext } from '../context.js'
import { listing, retrieving, updating, type AnyCall } from '../resources/family-behaviours.js'
import { found } from '../resources/found.js'
import { Refusal } from '../resources/refusal.js'
import { activeRunIn, isActive } from './active-run.js'
import { addMessages } from './add-messages.js'
import type { AssistantFamilies, Asking } from './assistant-families.js'
import { createQueuedRun } from './create-queued-run.js'
import { answerRun } from './answer-run.js'
import { busyThread, notCancellable } from './run-errors.js'
import type { RunCall } from './script-of-run.js'
import type { RunPlays } from './run-plays.js'
import { RunRecord } from './run-record.js'
import { shownStep } from './shown-steps.js'
import { createThread } from './thread-behaviours.js'
import { keepOutputs } from './keep-outputs.js'

/** Makes the behaviours of runs and their steps. */
export function runBehaviours(
  context: BackendContext,
  { assistants, runs, steps, threadOf, runOf }: AssistantFamilies,
  plays: RunPlays,
) {
  const { store } = context
  const assistantOf = ({ body }: RunCall) => {
    const params = { assistant_id: textAt(body, 'assistant_id') }
    return found(store.assistants, { params }, 'assistant_id', assistants.missing)
  }

  const retrieveStep = retrieving(steps)
  const listSteps = listing(steps, api.beta.threads.runs.steps.list)

  return {
    create(call: RunCall) {
      const { id } = threadOf(call)
      const assistant = assistantOf(call)
      const active = activeRunIn(store.runs.of(id))
      if (active) throw new Refusal(busyThread(active))

      const messages = addMessages(context, id, listAt(call.body, 'additional_messages'), call)
      const run = createQueuedRun(store, id, assistant, call.body)
      const undo = () => {
        store.runs.of(id).delete(run.id)
        for (const message of messages) store.messages.of(id).delete(message.id)
      }
      return answerRun(context, plays, call, { run, undo })
    },

    createAndRun(call: RunCall) {
      const assistant = assistantOf(call)
      const thread = createThread(context, {
        ...copyRequest(call),
        body: valueAt(call.body, 'thread'),
      })
      const run = createQueuedRun(store, thread.id, assistant, call.body)
      const undo = () => void store.threads.delete(thread.id)
      const first = { event: 'thread.created', data: thread } as const
      return answerRun(context, plays, call, { run, undo, first })
    },

    submitToolOutputs(call: RecordedCall<AssistantStreamEvent, SubmitToolOutputsBody>) {
      const asking = runOf(call)
      const record = new RunRecord(store, asking)
      const open = record.openStep
      const { step, run } = keepOutputs(record, asking, call.body.tool_outputs)
      const undo = () => {
        record.runs.put(asking)
        if (open) record.steps.put(open)
        else record.steps.delete(step.id)
      }
      const first = { event: 'thread.run.step.completed', data: step } as const
      return answerRun(context, plays, call, { run, undo, first, isContinued: true })
    },

    async retrieve(call: Asking): Promise<Run> {
      const run = runOf(call)
      const record = new RunRecord(store, run)
      if (run.status === 'cancelling') await plays.cancel(record).advance()
      else await plays.of(record)?.advance()
      return runOf(call)
    },

    cancel(call: Asking): Run {
      const run = runOf(call)
      if (!isActive(run) || run.status === 'cancelling') throw new Refusal(notCancellable(run))

      const record = new RunRecord(store, run)
      plays.cancel(record)
      return record.runs.put(cancelling(run))
    },

    update: updating(runs),
    list: listing(runs, api.beta.threads.runs.list),
    steps: {
      retrieve: (call: AnyCall) => shownStep(retrieveStep(call), call),
      list(call: AnyCall) {
        const page = listSteps(call)
        return { ...page, data: page.data.map((step) => shownStep(step, call)) }
      },
    },
  }
}
