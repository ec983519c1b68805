import { print } from '../../routes/protocol/print.js'
import type { ConversationMessage } from '../../routes/protocol/readers.js'
import { patternOf } from './compare-message.js'
import { replyOfCompletion } from './reply-of-completion.js'
import type { Rule } from './rule.js'
import { WITHOUT_TOOLS } from './speaking-endpoints.js'

/** The parts of a call that rules are compared with. */
export interface RuleRequest {
  /** The name of the endpoint. */
  readonly endpoint: string
  readonly model: string | undefined
  /** The names of the tools that the request offers. */
  readonly tools: readonly string[]
  /** The whole conversation, oldest message first. */
  readonly conversation: readonly ConversationMessage[]
}

/** Compares the conditions of a rule with a request. Gives the first difference in plain words; undefined for none. */
export function compareConditions(rule: Rule, request: RuleRequest): string | undefined {
  const { endpoints, senders, model, tool } = rule
  if (endpoints && !endpoints.includes(request.endpoint)) {
    return `endpoint: expected ${endpoints.join(' or ')}, received ${request.endpoint}`
  }
  if (senders && !senders.includes(request.endpoint)) {
    return `events: those of ${senders.join(' and ')}, received a request to ${request.endpoint}`
  }
  if (WITHOUT_TOOLS.includes(request.endpoint) && callsTools(rule)) {
    return `endpoint: expected one at which tools are called, as the rule does, received ${request.endpoint}`
  }
  if (model !== undefined && !isModel(model, request.model)) {
    return `model: expected ${model}, received ${request.model ?? 'none'}`
  }
  if (tool !== undefined && !request.tools.includes(tool)) {
    const offered = request.tools.join(', ') || 'none'
    return `tool: expected a request that offers ${print(tool)}, received one that offers ${offered}`
  }
  return compareResult(rule, request.conversation)
}

/** Counts the conditions of a rule. Among rules with equal scores, the one with more of them answers. */
export function conditionCount({ endpoints, model, tool, toolResult }: Rule): number {
  return [endpoints, model, tool, toolResult].filter((condition) => condition !== undefined).length
}

/** Recognizes a rule that calls tools. */
function callsTools({ answer, messages }: Rule): boolean {
  if (!answer) return messages.some(({ toolCalls }) => toolCalls !== undefined)
  if (answer.type !== 'reply' && answer.type !== 'completion') return false
  const { toolCalls, finish } =
    answer.type === 'reply' ? answer.reply : replyOfCompletion(answer.completion)
  return toolCalls !== undefined || finish === 'tool_calls'
}

/** Compares the name of a model: a name between slashes is a regular expression. */
function isModel(expected: string, received = ''): boolean {
  const [, source, flags] = /^\/(.+)\/([a-z]*)$/s.exec(expected) ?? []
  if (source === undefined) return expected === received
  return patternOf(source, flags)?.test(received) ?? false
}

/** Compares the end of the conversation with the result that the rule waits for. */
function compareResult(
  { messages, toolResult, answer }: Rule,
  conversation: readonly ConversationMessage[],
): string | undefined {
  const results = resultsAtEnd(conversation)
  if (toolResult === undefined) {
    const isLoop = messages.length === 0 && answer?.type === 'reply' && answer.reply.toolCalls
    return results.length > 0 && isLoop
      ? 'the rule calls tools for any conversation, and the conversation ends with the result of a tool: add "when" or "messages"'
      : undefined
  }
  if (toolResult === true ? results.length > 0 : results.includes(toolResult)) return undefined
  const expected = toolResult === true ? 'the result of a tool' : `a result of ${print(toolResult)}`
  const received = results.length > 0 ? `one of ${results.join(', ')}` : 'none'
  return `when.toolResult: expected a conversation that ends with ${expected}, received ${received}`
}

/** Lists the names of the tools whose results end a conversation, by the calls before. */
function resultsAtEnd(conversation: readonly ConversationMessage[]): string[] {
  const start = conversation.findLastIndex(({ role }) => role !== 'tool') + 1
  const calls = conversation.flatMap((message) =>
    message.role === 'assistant' ? (message.toolCalls ?? []) : [],
  )
  return conversation.slice(start).map((message) => {
    const callId = message.role === 'tool' ? message.callId : undefined
    return calls.findLast(({ id }) => id === callId)?.name ?? 'a tool without a call'
  })
}
