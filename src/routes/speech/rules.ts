import { unnamedRules } from '../lint/event-names.js'
import { protocolRules, type LintRule, type ProtocolRules } from '../lint/lint-rule.js'
import { textAt } from '../protocol/fields.js'

interface SpeechState {
  isDone: boolean
}

const DONE = 'speech.audio.done'

const ownRules: ReadonlyArray<LintRule<unknown, SpeechState>> = [
  {
    id: 'speech/done-last',
    severity: 'error',
    once: true,
    reason: 'A client has the whole speech at speech.audio.done, and loses what follows.',
    event({ event }, { isDone }) {
      if (!isDone) return undefined
      return { message: `An event follows ${DONE}.`, received: textAt(event, 'type') }
    },
  },
  {
    id: 'speech/done-missing',
    severity: 'error',
    reason: 'A client waits for speech.audio.done, which has the usage.',
    end: ({ isDone }, { failed }) =>
      isDone || failed ? undefined : { message: `The stream has no ${DONE}.`, expected: DONE },
  },
]

/** The rules of the stream of a speech. */
export const speechRules: ProtocolRules<unknown> = protocolRules<unknown, SpeechState>(
  [...unnamedRules('speech'), ...ownRules],
  () => ({ isDone: false }),
  (state, event) => {
    if (textAt(event, 'type') === DONE) state.isDone = true
  },
  { misfits: 'whole' },
)
