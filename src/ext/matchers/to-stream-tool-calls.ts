import { isAsymmetric, type AsymmetricMatcher } from '../../routes/protocol/asymmetric.js'
import type { MaybePromise } from '../../streaming/maybe-promise.js'
import type { MatcherContext, Verdict } from './context.js'
import { inline } from '../../routes/protocol/print.js'
import { judgeSequence } from './judge-sequence.js'
import { assertList } from './list.js'
import { expectProtocol } from './protocols/protocols.js'
import type { ToolCall } from './tool-call.js'
import { withEvents, type StreamOptions } from './with-events.js'

/** The fields of a tool call that a test is about. */
export interface ExpectedToolCall {
  readonly id?: string | AsymmetricMatcher | undefined
  readonly name?: string | AsymmetricMatcher | undefined
  /** What the JSON says, or the very text of it. */
  readonly arguments?: string | object | undefined
  /** The input of a custom tool. */
  readonly input?: string | AsymmetricMatcher | undefined
}

const name = 'toStreamToolCalls'

/** Expect the tool calls that a stream makes, in order. */
export function toStreamToolCalls(
  context: MatcherContext,
  received: unknown,
  expected: ReadonlyArray<ExpectedToolCall | AsymmetricMatcher>,
  options: StreamOptions = {},
): MaybePromise<Verdict> {
  assertList(name, expected)
  return withEvents(context, { name, ...options }, received, (events) => {
    const calls = expectProtocol(events)?.toolCalls(events) ?? []
    const looked = calls.map((call, index) => lookAt(call, expected[index]))
    return judgeSequence(context, name, {
      noun: 'tool call',
      expected,
      received: looked,
      line,
      events,
    })
  })
}

/** A tool call as far as it is asked for. */
function lookAt(
  call: ToolCall,
  expected: ExpectedToolCall | AsymmetricMatcher | undefined,
): object {
  if (expected === undefined) return call
  if (isAsymmetric(expected)) {
    return expected.asymmetricMatch(call) ? call : { ...call, arguments: parsed(call) }
  }
  const { arguments: wanted } = expected
  const isText =
    typeof wanted === 'string' || (isAsymmetric(wanted) && wanted.asymmetricMatch(call.arguments))
  const all = isText ? call : { ...call, arguments: parsed(call) }
  const given = Object.entries(expected).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([key]) => [key, Reflect.get(all, key)]))
}

/** The arguments as a value; as the text where they are no JSON. */
function parsed({ arguments: text }: ToolCall): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // The message shows what there is instead.
    return text
  }
}

/** `get_weather({"city":"Paris"})`, with its id where that is asked for. */
function line(call: unknown): string {
  const { id, name: called = '…', arguments: args, input }: ExpectedToolCall = Object(call)
  if (isAsymmetric(call)) return inline(call)

  const given = args ?? input
  const text = typeof given === 'string' ? given : given === undefined ? '…' : inline(given)
  return `${id === undefined ? '' : `${bare(id)} `}${bare(called)}(${text})`
}

function bare(value: unknown): string {
  return typeof value === 'string' ? value : inline(value)
}
