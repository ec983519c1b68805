import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Run, RunSubmitToolOutputsParams } from 'openai/resources/beta/threads/runs/runs'
import type { FunctionToolCall, RunStep, ToolCall } from 'openai/resources/beta/threads/runs/steps'
import { assertShape } from '../protocol/assert-shape.js'
import { idsAfter } from '../protocol/ids.js'
import { foldMessages, foldRun, foldRunSteps } from './fold.js'
import { queued } from './lifecycle.js'
import { newStep, newUsage, withOutput } from './objects.js'
import { continuable, toolOutputs } from './run-schema.js'
import { RunWriter } from './writer.js'

type ToolOutput = RunSubmitToolOutputsParams.ToolOutput

/**
 * Creates a writer of the events of a run that continues with the outputs of its functions. The
 * events begin with the end of the step that called the functions.
 *
 * @param events The stream in which the run required the outputs: its script, or its events.
 * @param outputs The `tool_outputs` in the body of the request.
 * @throws {TypeError} When the run does not require action, an output is missing, or one of them is
 * damaged.
 *
 * @example
 * class Answered extends EventStream<AssistantStreamEvent> {
 *   constructor(readonly outputs: RunSubmitToolOutputsParams.ToolOutput[]) {
 *     super()
 *   }
 *   *generate(): Generator<AssistantStreamEvent> {
 *     const run = continueRun(new Asking(), this.outputs)
 *     yield* run.message('It is noon.')
 *     yield* run.completed()
 *   }
 * }
 * beta.threads.runs.submitToolOutputs((call) => new Answered(call.body.tool_outputs))
 */
export function continueRun(
  events: Iterable<AssistantStreamEvent>,
  outputs: readonly ToolOutput[],
): RunWriter {
  const earlier = [...events]
  const asking = foldRun(earlier)
  const calls = answered(asking, outputs)
  const steps = foldRunSteps(earlier)
  const used = [...calls, ...steps, ...steps.flatMap(callsOf), ...foldMessages(earlier)]
  const nextId = idsAfter(
    asking.id,
    used.map(({ id }) => id),
  )
  const open = steps.find(({ status }) => status === 'in_progress')
  const step: RunStep = {
    ...(open ?? newStep(asking, nextId('step'), { type: 'tool_calls', tool_calls: [] })),
    status: 'completed',
    completed_at: asking.created_at,
    step_details: { type: 'tool_calls', tool_calls: calls },
    usage: newUsage(),
  }
  return new RunWriter({
    // The run keeps the time of its start.
    run: { ...queued(asking), started_at: asking.started_at },
    first: { event: 'thread.run.step.completed', data: step },
    steps: [...steps.filter((other) => other !== open), step],
    nextId,
  })
}

/** Adds its output to each call that a run requires. */
function answered(run: Run, outputs: readonly ToolOutput[]): FunctionToolCall[] {
  const { status, required_action } = run
  if (!required_action) {
    throw new TypeError(
      `Failed to continue a run: expected one that requires action, and it is ${status}. ` +
        'Pass the events of the stream that asks for the outputs.',
    )
  }
  assertShape(continuable, run, 'continue a run')
  assertShape(toolOutputs, outputs, 'continue a run with these outputs')
  return required_action.submit_tool_outputs.tool_calls.map((call) => {
    const found = outputs.find(({ tool_call_id }) => tool_call_id === call.id)
    if (found) return withOutput(call, found.output ?? '')

    throw new TypeError(
      `Failed to continue a run: expected an output for ${call.id}, and there is none.`,
    )
  })
}

function callsOf({ step_details }: RunStep): ToolCall[] {
  return step_details?.type === 'tool_calls' ? step_details.tool_calls : []
}
