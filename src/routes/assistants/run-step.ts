import type { RunStep } from 'openai/resources/beta/threads/runs/steps'
import type { CallRequest } from '../endpoint.js'
import { defined, type Partially } from '../protocol/defaults.js'
import { idsInside } from '../protocol/ids.js'
import { completionUsageOf } from '../protocol/answer-usage.js'
import {
  listEndpoint,
  resourceEndpoint,
  type LastingFamily,
} from '../resources/resource-endpoints.js'
import { completeStep } from '../runs/complete.js'
import { newRun } from '../runs/objects.js'

const steps: LastingFamily<RunStep> = {
  name: 'beta.threads.runs.steps',
  path: '/threads/:thread_id/runs/:run_id/steps',
  param: 'step_id',
  prefix: 'step_',
  complete: completeRunStep,
  usageOf: completionUsageOf,
}

/** The endpoints of the steps of a run. */
export const runStep = {
  retrieve: resourceEndpoint<RunStep, undefined>(steps, {
    name: 'retrieve',
    method: 'GET',
    path: `${steps.path}/:step_id`,
  }),
  list: listEndpoint(steps, { name: 'list', method: 'GET', path: steps.path }),
}

function completeRunStep(
  id: string,
  given: Partially<RunStep>,
  { params: { run_id, thread_id } }: CallRequest,
): RunStep {
  const run = newRun({ run_id, thread_id, created_at: given.created_at })
  const nextId = idsInside(id)
  // Only a stream has the time of a step that is over.
  const expires_at = given.status === 'in_progress' ? run.expires_at : null
  // The SDK's type lacks the field.
  const part: object = { id, expires_at, ...defined(given) }
  return completeStep(run, part, nextId, () => nextId('msg'))
}
