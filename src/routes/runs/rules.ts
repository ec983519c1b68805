import { textAt } from '../protocol/fields.js'
import { protocolRules, type ProtocolRules } from '../lint/lint-rule.js'
import { contentRules } from './content-rules.js'
import { createdRules } from './created-rules.js'
import { runLevelRules } from './run-level-rules.js'
import { RunState, type RunRule } from './run-state.js'

const rules: readonly RunRule[] = [...runLevelRules, ...createdRules, ...contentRules]

/** The first event of a run that creates its thread. */
const WITH_THREAD = 'thread.created'
/** The first event of a run that continues. OpenAI ends the step first that called the tools. */
const CONTINUED = 'thread.run.step.completed'

/** The rules of the stream of a run on a thread. Such is every stream that begins as no other one. */
export const runRules = rulesOf(
  ['thread.run.created'],
  (name) => name !== WITH_THREAD && name !== CONTINUED,
)

/** The rules of the stream of a run that creates its thread. */
export const threadAndRunRules = rulesOf([WITH_THREAD], (name) => name === WITH_THREAD)

/** The rules of the stream of a run that continues with the outputs of tools. */
export const continuedRunRules = rulesOf(
  [CONTINUED, 'thread.run.queued'],
  (name) => name === CONTINUED,
)

/**
 * Makes the rules of streams that begin with one of these events.
 *
 * @param isOwn Recognizes the endpoint by the name of the first event.
 */
function rulesOf(
  beginnings: readonly string[],
  isOwn: (name: string) => boolean,
): ProtocolRules<unknown> {
  return protocolRules(
    rules,
    () => new RunState(beginnings),
    (state, event) => state.add(event),
    { misfits: 'whole', beginsWith: (event) => isOwn(textAt(event, 'event')) },
  )
}
