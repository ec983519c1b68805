import type { Run, RunSubmitToolOutputsParams } from 'openai/resources/beta/threads/runs/runs'
import { queued } from '../../../routes/runs/lifecycle.js'
import { newUsage, withOutput } from '../../../routes/runs/objects.js'
import { Refusal } from '../resources/refusal.js'
import { noOutputsRequired, wrongOutputs } from './run-errors.js'
import type { RunRecord } from './run-record.js'

type ToolOutput = RunSubmitToolOutputsParams.ToolOutput

/**
 * Keeps the outputs of tools in the step that called them. The run is queued again.
 *
 * @returns The step, which has ended, and the run.
 * @throws {Refusal} When the run does not require outputs, or requires others.
 */
export function keepOutputs(record: RunRecord, run: Run, outputs: readonly ToolOutput[]) {
  if (run.status !== 'requires_action') throw new Refusal(noOutputsRequired(run))

  const calls = run.required_action?.submit_tool_outputs.tool_calls ?? []
  const given = new Map(outputs.map(({ tool_call_id = '', output = '' }) => [tool_call_id, output]))
  const expected = calls.map(({ id }) => id)
  const isComplete = given.size === expected.length && expected.every((id) => given.has(id))
  if (!isComplete) throw new Refusal(wrongOutputs(expected, [...given.keys()]))

  const step = record.steps.put({
    thread_id: run.thread_id,
    assistant_id: run.assistant_id,
    created_at: run.created_at,
    ...record.openStep,
    status: 'completed',
    completed_at: run.created_at,
    step_details: {
      type: 'tool_calls',
      tool_calls: calls.map((call) => withOutput(call, given.get(call.id) ?? '')),
    },
    usage: newUsage(),
  })
  // The run keeps the time of its start.
  return { step, run: record.runs.put({ ...queued(run), started_at: run.started_at }) }
}
