import {
  cutAfter,
  cutAfterBytes,
  malform,
  stage,
  stallAfter,
  type Stage,
} from '../../streaming/index.js'
import type { ReplyFields } from '../../routes/answers/reply.js'
import { THRESHOLD } from './compare-message.js'
import { stageOfPace, textsOf } from './delivery-schema.js'
import { endpointsOfEvents } from './endpoints-of-events.js'
import type { GivenRule } from './rule-schema.js'
import type { GivenRules } from './rules-schema.js'
import type { Place, Rule, RuleAnswer, RuleMessage, RuleToolCall } from './rule.js'

/** The parts of a rule that are not in its own keys. */
export interface RuleContext {
  /** The id, which no other rule has. */
  readonly id: string
  readonly defaults: GivenRules['defaults']
  /** The contents of recorded streams, by their paths. */
  readonly contents: ReadonlyMap<string, Uint8Array>
  /** Finds the place of a key inside of the rule. */
  placeOf(path: readonly PropertyKey[]): Place
}

/** Makes a rule of its keys in the file, in one form whatever form the file has. */
export function makeRule(given: GivenRule, context: RuleContext): Rule {
  const { endpoint = context.defaults?.endpoint, headers = context.defaults?.headers } = given
  const answer = answerOf(given, context)
  return {
    id: context.id,
    place: context.placeOf([]),
    messages: messagesOf(given, context),
    isInverted: given.matcher?.invert,
    isWhole: given.matcher !== undefined,
    answer,
    status: given.status,
    headers: headers && textsOf(headers),
    through: given.error === undefined ? stagesOf({ ...context.defaults, ...given }) : [],
    by: given.by ?? context.defaults?.by,
    times: given.times,
    model: given.model ?? context.defaults?.model,
    tool: given.tool,
    endpoints: typeof endpoint === 'string' ? [endpoint] : endpoint,
    senders: sendersOf(answer),
    toolResult: given.when?.toolResult,
  }
}

type GivenMessage = NonNullable<GivenRule['messages']>[number]

function messagesOf({ messages, matcher }: GivenRule, { placeOf }: RuleContext): RuleMessage[] {
  if (!matcher)
    return (messages ?? []).map((one, index) => messageOf(one, placeOf(['messages', index])))

  const { type, threshold, pattern } = matcher
  if (pattern !== undefined) {
    const content = { role: 'user', content: pattern, matcher: type, threshold } as const
    return [messageOf(content, placeOf(['matcher', 'pattern']))]
  }
  return (matcher.messages ?? []).map((one, index) =>
    messageOf({ ...one, matcher: type, threshold }, placeOf(['matcher', 'messages', index])),
  )
}

function messageOf(given: GivenMessage, place: Place): RuleMessage {
  const { role, matcher = 'exact', threshold = THRESHOLD } = given
  return {
    role,
    content: matcher === 'any' ? undefined : contentOf(given.content),
    matcher,
    threshold: matcher === 'fuzzy' ? threshold : undefined,
    toolCalls: given.tool_calls?.map(({ id, function: called }) => toolCallOf({ id, ...called })),
    toolCallId: given.tool_call_id,
    place,
  }
}

function contentOf(content: GivenMessage['content']): string | undefined {
  if (typeof content !== 'object') return content
  return content?.map(({ text }) => text).join('')
}

interface GivenToolCall {
  readonly id?: string | undefined
  readonly name: string
  readonly arguments?: unknown
}

function toolCallOf({ id, name, arguments: given }: GivenToolCall): RuleToolCall {
  return { id, name, arguments: argumentsOf(given) }
}

/** Gives arguments as JSON. A text is JSON already. */
function argumentsOf(given: unknown): string {
  return typeof given === 'string' ? given : JSON.stringify(given ?? {})
}

function answerOf(given: GivenRule, { contents }: RuleContext): RuleAnswer | undefined {
  const { reply, error, events, response } = given
  if (reply !== undefined) return { type: 'reply', reply: replyOf(reply) }
  if (error !== undefined) {
    return { type: 'error', ...(typeof error === 'number' ? { status: error } : error) }
  }
  if (typeof events === 'string') return recordingOf(events, contents)
  if (events) return { type: 'events', events }
  return response && completionOf(response)
}

function recordingOf(path: string, contents: RuleContext['contents']): RuleAnswer {
  return { type: 'recording', bytes: contents.get(path) ?? new Uint8Array() }
}

/** Lists the endpoints that send the events of an answer. */
function sendersOf(answer: RuleAnswer | undefined): readonly string[] | undefined {
  if (answer?.type !== 'events' && answer?.type !== 'recording') return undefined
  const senders = endpointsOfEvents(answer.type === 'events' ? answer.events : answer.bytes)
  return senders.length > 0 ? senders : undefined
}

function completionOf(response: NonNullable<GivenRule['response']>): RuleAnswer {
  const { choices, content } = response
  if (choices) return { type: 'completion', completion: response }
  return { type: 'reply', reply: { text: content } }
}

function replyOf(reply: NonNullable<GivenRule['reply']>): ReplyFields {
  if (typeof reply === 'string') return { text: reply }
  const { toolCalls, usage, ...texts } = reply
  return {
    ...texts,
    ...(toolCalls && { toolCalls: toolCalls.map(toolCallOf) }),
    // No key of a file is undefined, which is what the type of a reply excludes.
    ...(usage && { usage: usage as NonNullable<ReplyFields['usage']> }),
  }
}

/** Lists the stages of a rule: its damage, its pace, then its end. */
function stagesOf(given: GivenRule): Stage[] {
  return [
    given.malform !== undefined && malform(given.malform),
    given.dropTerminator && withoutTerminator(),
    given.pace !== undefined && stageOfPace(given.pace),
    given.cutAfter !== undefined && cutAfter(given.cutAfter),
    given.cutAfterBytes !== undefined && cutAfterBytes(given.cutAfterBytes),
    given.stallAfter !== undefined && stallAfter(given.stallAfter),
  ].filter((one) => typeof one === 'object')
}

/** Makes the stage that drops a terminator where there is one: a rule answers endpoints of both kinds. */
function withoutTerminator(): Stage {
  return stage('dropTerminator()', () => ({
    take: (item) => (item.type === 'terminator' ? [] : item),
  }))
}
