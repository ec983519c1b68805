import type { ConversationMessage } from '../../routes/protocol/readers.js'
import { compareConditions, type RuleRequest } from './compare-conditions.js'
import { compareMessage, describeMessage, roleOf } from './compare-message.js'
import type { Rule, RuleMessage } from './rule.js'

/**
 * The part of a conversation that the flow of a rule is compared with: the whole of it, all but the
 * messages of the system, or only its last messages.
 */
export type Pass = 'whole' | 'spoken' | 'ending'

/** The passes in their order. */
export const PASSES = ['whole', 'spoken', 'ending'] as const satisfies readonly Pass[]

/** The result of a comparison of a rule with a request. */
export interface RuleComparison {
  /** The number of messages that match, up to the first that does not. */
  readonly matched: number
  /** The mean specificity of the messages that match, from 0 to 1. */
  readonly score: number
  /** The first difference in plain words; undefined where the rule matches. */
  readonly difference?: string | undefined
  /** The message of the flow behind those of the request; undefined at its end. */
  readonly next?: RuleMessage | undefined
}

/** Compares a rule with a request, in one of the passes. */
export function compareRule(rule: Rule, request: RuleRequest, pass: Pass): RuleComparison {
  const flow = turnsOf(rule.messages)
  const said = seenBy(rule, turnsOf(request.conversation), pass)
  const compared = compareFlow(rule, flow, said)
  const missing = compared.difference ?? compareCount(rule, flow, said)
  const difference = rule.isInverted ? inverted(missing) : missing
  return {
    matched: compared.matched,
    // The older form took the first rule that matched, however specific.
    score: rule.isWhole ? 1 : compared.score,
    difference: difference ?? compareConditions(rule, request),
    next: flow[said.length],
  }
}

/** Lists the passes of a rule: a part of the conversation would change the meaning of the others. */
export function passesOf(rule: Rule): readonly Pass[] {
  if (rule.isInverted) return ['whole']
  return isExplicit(rule) && !rule.isWhole ? PASSES : ['whole', 'spoken']
}

/** Recognizes a rule that says its answer beside its messages, which openai-mock-api's own forms do not. */
function isExplicit({ answer }: Rule): boolean {
  return answer !== undefined && answer.type !== 'completion'
}

/** Joins messages of the assistant in a row: some endpoints have an item for the text and for each call. */
function turnsOf<Message extends { readonly role: string }>(messages: readonly Message[]) {
  return messages.filter(
    ({ role }, index) => role !== 'assistant' || messages[index + 1]?.role !== 'assistant',
  )
}

/** Gives the messages of a conversation that a rule is compared with. */
function seenBy(
  rule: Rule,
  conversation: readonly ConversationMessage[],
  pass: Pass,
): readonly ConversationMessage[] {
  const isAll = pass === 'whole' || rule.messages.some((message) => roleOf(message) === 'system')
  const said = isAll ? conversation : conversation.filter(({ role }) => role !== 'system')
  const asked = isAboutQuestion(rule) ? upToQuestion(said) : said
  return pass === 'ending'
    ? asked.slice(Math.max(0, asked.length - turnsOf(rule.messages).length))
    : asked
}

/** Recognizes a rule about the question in front of the result of a tool. One with the result among its messages is about all of them. */
function isAboutQuestion({ toolResult, messages }: Rule): boolean {
  return toolResult !== undefined && messages.every(({ role }) => role !== 'tool')
}

function upToQuestion(said: readonly ConversationMessage[]): readonly ConversationMessage[] {
  return said.slice(0, said.findLastIndex(({ role }) => role === 'user') + 1)
}

function compareFlow(
  { isWhole = false, messages }: Rule,
  flow: readonly RuleMessage[],
  said: readonly ConversationMessage[],
): RuleComparison {
  const scores: number[] = []
  for (const [matched, expected] of flow.slice(0, said.length).entries()) {
    // There are as many messages in the conversation.
    const received = said[matched] as ConversationMessage
    // Those of the assistant are answers. The older form compares them, too.
    if (expected.role === 'assistant' && received.role === 'assistant' && !isWhole) continue
    const result = compareMessage(expected, received)
    if (result.difference !== undefined) {
      const difference = `messages[${messages.indexOf(expected)}]: ${result.difference}`
      return { matched, score: mean(scores), difference }
    }
    scores.push(result.score)
  }
  return { matched: Math.min(flow.length, said.length), score: mean(scores) }
}

/** Compares the numbers of messages: a flow goes on behind the request, and any other rule does not. */
function compareCount(
  rule: Rule,
  flow: readonly RuleMessage[],
  said: readonly ConversationMessage[],
): string | undefined {
  const more = said[flow.length]
  if (more) {
    return `messages[${rule.messages.length}]: expected the end of the conversation, received ${describeMessage(more)}`
  }
  const missing = flow[said.length]
  // A conversation of a system prompt alone has nothing that a rule could answer.
  const isShort = isExplicit(rule) || rule.isWhole || said.length === 0
  if (!missing || !isShort) return undefined
  const place = rule.messages.indexOf(missing)
  return `messages[${place}]: expected ${describeMessage({ role: roleOf(missing) })}, received no more messages`
}

function inverted(difference: string | undefined): string | undefined {
  return difference === undefined ? 'the messages match, and the rule is inverted' : undefined
}

function mean(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / (scores.length || 1)
}
