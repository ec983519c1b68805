import { isAsymmetric, type AsymmetricMatcher } from '../../routes/protocol/asymmetric.js'
import { inline } from '../../routes/protocol/print.js'
import type { StreamedToolCall } from '../../routes/protocol/readers.js'
import type { MaybePromise } from '../../streaming/index.js'
import { judgeSequence } from './judge-sequence.js'
import { assertArray } from './matcher-arguments.js'
import type { MatcherContext, Verdict } from './matcher-context.js'
import { toolCallsOf } from './stream-protocol.js'
import { withEvents, type StreamOptions } from './with-events.js'

/** The fields of a tool call that a test expects. Fields that are not given are not compared. */
export interface ExpectedToolCall {
  readonly id?: string | AsymmetricMatcher | undefined
  readonly name?: string | AsymmetricMatcher | undefined
  /** The value of the JSON, or its exact text. */
  readonly arguments?: string | object | undefined
  /** The input of a custom tool. */
  readonly input?: string | AsymmetricMatcher | undefined
}

/** Expects the tool calls of a stream, in order. */
export function toStreamToolCalls(
  context: MatcherContext,
  received: unknown,
  expected: ReadonlyArray<ExpectedToolCall | AsymmetricMatcher>,
  options: StreamOptions = {},
): MaybePromise<Verdict> {
  const name = 'toStreamToolCalls'
  assertArray(name, expected)
  return withEvents(context, name, options, received, (events, { endpoint }) =>
    judgeSequence(context, name, {
      noun: 'tool call',
      expected,
      received: toolCallsOf(events, endpoint).map((call, index) => pick(call, expected[index])),
      line,
      events,
    }),
  )
}

/** Picks the fields of a tool call that a test expects, with its arguments as a value or as text. */
function pick(
  call: StreamedToolCall,
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

/** Parses the arguments; text that is no JSON stays as it is. */
function parsed({ arguments: text }: StreamedToolCall): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // The stream may be cut inside the JSON: the message shows the text.
    return text
  }
}

/** Shows a tool call as `get_weather({"city":"Paris"})`, behind its id where the test expects one. */
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
