import { conditionCount, type RuleRequest } from './compare-conditions.js'
import { compareRule, PASSES, passesOf, type RuleComparison } from './compare-rule.js'
import type { Rule, RuleMessage } from './rule.js'

/** A rule that matches a request. */
export interface ChosenRule {
  readonly rule: Rule
  /** The message of the assistant that its flow answers with; undefined for a rule with another answer. */
  readonly message: RuleMessage | undefined
}

/**
 * Chooses the rule that answers a request: the most specific one that matches, or the first of
 * several, of which a rule that waits for the result of a tool comes before any other.
 *
 * Rules are compared in three passes, of which the first with a match decides. The whole conversation
 * has to be the beginning of the flow of a rule. Then messages of the system are left out, for rules
 * that name none, so that a system prompt needs no rule. Then rules with an answer beside their
 * messages (`reply`, `error`, `events`) are compared with the last messages alone; all of their
 * messages have to be there in any pass. A rule with `when.toolResult` is compared with the conversation
 * up to the last question of the user. A conversation that ends with the result of a tool is matched only
 * by such a rule, by one with that result among its messages, or by one without messages and without
 * tool calls: no tool is called again and again.
 */
export function chooseRule(rules: readonly Rule[], request: RuleRequest): ChosenRule | undefined {
  for (const pass of PASSES) {
    const matches = rules
      .filter((rule) => passesOf(rule).includes(pass))
      .map((rule) => ({ rule, ...compareRule(rule, request, pass) }))
      .filter(({ difference }) => difference === undefined)
    const [best, ...others] = matches
    if (!best) continue
    return chosenOf(others.reduce((one, other) => (isBetter(other, one) ? other : one), best))
  }
  return undefined
}

/** A rule with its comparison. */
type Match = RuleComparison & { readonly rule: Rule }

function isBetter(one: Match, other: Match): boolean {
  const [ranks, others] = [ranksOf(one), ranksOf(other)]
  const place = ranks.findIndex((rank, index) => rank !== others[index])
  return place >= 0 && (ranks[place] ?? 0) > (others[place] ?? 0)
}

function ranksOf({ rule, score }: Match): number[] {
  return [Number(rule.toolResult !== undefined), score, conditionCount(rule)]
}

/** Finds the answer of a flow: the calls of tools that come next, or else its last message of the assistant. */
function chosenOf({ rule, next }: Match): ChosenRule {
  if (rule.answer) return { rule, message: undefined }
  const isCalling = next?.role === 'assistant' && next.toolCalls?.length
  const message = isCalling ? next : rule.messages.findLast(({ role }) => role === 'assistant')
  return { rule, message }
}
