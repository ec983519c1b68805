import type { Run, RunStatus } from 'openai/resources/beta/threads/runs/runs'
import type { ResourceCollection } from '../store/collection.js'

/** The statuses of a run that the server carries on by itself. */
const PASSING: readonly RunStatus[] = ['queued', 'in_progress', 'cancelling']

/** Recognizes a run that the server carries on by itself, with each poll. */
export function isPassing({ status }: Pick<Run, 'status'>): boolean {
  return PASSING.includes(status)
}

/** Recognizes a run that is not over. A thread has one of these at most. */
export function isActive(run: Pick<Run, 'status'>): boolean {
  return isPassing(run) || run.status === 'requires_action'
}

/** Finds the run of a thread that is not over; undefined where there is none. */
export function activeRunIn(runs: ResourceCollection<Run>): Run | undefined {
  return runs.list().find(isActive)
}
