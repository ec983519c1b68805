import { namedByTypeRules } from '../lint/event-names.js'
import { protocolRules, type ProtocolRules } from '../lint/lint-rule.js'
import { itemRules } from './item-rules.js'
import { lifecycleRules } from './lifecycle-rules.js'
import { outputRules } from './output-rules.js'
import { partRules } from './part-rules.js'
import { ResponseState, type ResponseRule } from './response-state.js'
import { textRules } from './text-rules.js'

const rules: readonly ResponseRule[] = [
  ...namedByTypeRules('responses'),
  ...lifecycleRules,
  ...itemRules,
  ...partRules,
  ...textRules,
  ...outputRules,
]

/** The rules of the stream of a response, which begins with the response. */
export const responseRules = rulesOf(false)

/** The rules of the stream of a response that is retrieved, which may continue another stream. */
export const retrievedResponseRules = rulesOf(true)

/** The places of fields without which clients survive: rules of their own report them. */
const SPARED =
  /^(sequence_number|logprobs|response\.error)$|(^|\.)(annotation|annotations\.\d+)\.title$/

/** Recognizes an event without such a field. */
function isSpared(place: string, value: unknown): boolean {
  return value === undefined && SPARED.test(place)
}

function rulesOf(mayResume: boolean): ProtocolRules<unknown> {
  return protocolRules(
    rules,
    () => new ResponseState(mayResume),
    (state, event) => state.add(event),
    { takesMisfits: true, judges: isSpared },
  )
}
