import { print } from '../../routes/protocol/print.js'
import type { RuleRequest } from './compare-conditions.js'
import { compareRule, passesOf, type RuleComparison } from './compare-rule.js'
import type { Rule } from './rule.js'
import { similarityOf } from './similarity.js'

/** A rule with its comparison. */
type Near = RuleComparison & { readonly rule: Rule }

/** The least similarity of two texts of which one was probably meant to be the other. */
const LIKE = 0.6

/** The most characters of a text that are compared for their likeness: each message of each rule is compared. */
const MOST_CHARACTERS = 100

/**
 * Explains that no rule answers a request: names the rule of which the most messages match, its place,
 * and its first difference. Of rules without such a message, it is one whose text is nearly the same, or none.
 *
 * @param rules All rules, also those that have answered all of their calls.
 * @param file The name of the file; the message has the line alone unless given.
 */
export function explainMiss(rules: readonly Rule[], request: RuleRequest, file?: string): string {
  if (rules.length === 0) return 'No matching response found: there are no rules.'
  const near = nearestOf(rules, request)
  if (!near) return `No matching response found: ${noneOf(rules, request, file)}`
  const { rule, difference } = near
  const place = file === undefined ? `line ${rule.place.line}` : `${file}:${rule.place.line}`
  return `No matching response found: the nearest rule is ${print(rule.id)} (${place}). ${difference ?? usedUp(rule)}.`
}

function nearestOf(rules: readonly Rule[], request: RuleRequest): Near | undefined {
  const all = rules.map((rule): Near => {
    const pass = passesOf(rule).at(-1) ?? 'whole'
    return { rule, ...compareRule(rule, request, pass) }
  })
  const [first, ...others] = all.length === 1 ? all : all.filter(hasMatch)
  if (first) return others.reduce(nearer, first)
  return all.find(({ rule }) => isLike(rule, request))
}

/** Recognizes a rule of which a message matches, or which takes any conversation. */
function hasMatch({ rule, matched, difference }: Near): boolean {
  const takesAny = rule.messages.length === 0 && rule.toolResult === undefined
  return matched > 0 || takesAny || difference === undefined
}

function isLike({ messages }: Rule, { conversation }: RuleRequest): boolean {
  const text = conversation.at(-1)?.text?.slice(0, MOST_CHARACTERS)
  return messages.some(
    ({ content }) =>
      content && text && similarityOf(content.slice(0, MOST_CHARACTERS), text) >= LIKE,
  )
}

function noneOf({ length }: readonly Rule[], { conversation }: RuleRequest, file?: string): string {
  const last = conversation.at(-1)
  const received = last
    ? `The last message is ${print(last.text ?? '')}`
    : 'The request has no messages'
  return `none of the ${length} rules${file === undefined ? '' : ` of ${file}`} matches. ${received}.`
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
