import { protocolRules, type ProtocolRules } from '../lint/lint-rule.js'
import { contentRules } from './content-rules.js'
import { createdRules } from './created-rules.js'
import { runLevelRules } from './run-level-rules.js'
import { RunState, type RunRule } from './run-state.js'

const rules: readonly RunRule[] = [...runLevelRules, ...createdRules, ...contentRules]

/** The rules of the stream of a run on a thread. */
export const runRules = rulesOf(['thread.run.created'])

/** The rules of the stream of a run that creates its thread. */
export const threadAndRunRules = rulesOf(['thread.created'])

/** The rules of the stream of a run that continues with the outputs of tools. */
export const continuedRunRules = rulesOf(['thread.run.step.completed', 'thread.run.queued'])

/** Makes the rules of streams that begin with one of these events. */
function rulesOf(beginnings: readonly string[]): ProtocolRules<unknown> {
  return protocolRules(
    rules,
    () => new RunState(beginnings),
    (state, event) => state.add(event),
    { takesMisfits: true },
  )
}
