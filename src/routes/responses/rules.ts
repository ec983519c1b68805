import { namedByTypeRules } from '../lint/event-names.js'
import { protocolRules, type ProtocolRules } from '../lint/lint-rule.js'
import { beginsResponse } from './event-order.js'
import { eventRules, isSpared } from './event-rules.js'
import { itemRules } from './item-rules.js'
import { lifecycleRules } from './lifecycle-rules.js'
import { outputRules } from './output-rules.js'
import { partRules } from './part-rules.js'
import { ResponseState, type ResponseRule } from './response-state.js'
import { textRules } from './text-rules.js'

const rules: readonly ResponseRule[] = [
  ...namedByTypeRules('responses'),
  ...eventRules,
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

function rulesOf(mayResume: boolean): ProtocolRules<unknown> {
  return protocolRules(
    rules,
    () => new ResponseState(mayResume),
    (state, event) => state.add(event),
    { misfits: 'whole', judges: isSpared, beginsWith: beginsResponse },
  )
}
