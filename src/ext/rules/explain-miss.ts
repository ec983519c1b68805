import { print } from '../../routes/protocol/print.js'
import type { RuleRequest } from './compare-conditions.js'
import { compareRule, passesOf, type RuleComparison } from './compare-rule.js'
import type { Rule } from './rule.js'

/** A rule with its comparison. */
type Near = RuleComparison & { readonly rule: Rule }

/**
 * Explains that no rule answers a request: names the rule of which the most messages match, its place,
 * and its first difference.
 *
 * @param rules All rules, also those that have answered all of their calls.
 * @param file The name of the file; the message has the line alone unless given.
 */
export function explainMiss(rules: readonly Rule[], request: RuleRequest, file?: string): string {
  const [first, ...others] = rules.map((rule): Near => {
    const pass = passesOf(rule).at(-1) ?? 'whole'
    return { rule, ...compareRule(rule, request, pass) }
  })
  if (!first) return 'No matching response found: there are no rules.'
  const { rule, difference } = others.reduce(nearer, first)
  const place = file === undefined ? `line ${rule.place.line}` : `${file}:${rule.place.line}`
  return `No matching response found: the nearest rule is ${print(rule.id)} (${place}). ${difference ?? usedUp(rule)}.`
}

function nearer(one: Near, other: Near): Near {
  const [ranks, others] = [ranksOf(one), ranksOf(other)]
  const place = ranks.findIndex((rank, index) => rank !== others[index])
  return (others[place] ?? 0) > (ranks[place] ?? 0) ? other : one
}

function ranksOf({ matched, difference, score }: Near): number[] {
  return [matched, Number(difference === undefined), score]
}

/** Describes a rule that matches, and that has answered all of its calls. */
function usedUp({ times = 0 }: Rule): string {
  return `times: the rule has answered its ${times === 1 ? 'only call' : `${times} calls`}`
}
