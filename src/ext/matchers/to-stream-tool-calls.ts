import { isAsymmetric, type AsymmetricMatcher } from '../../routes/protocol/asymmetric.js'
import { jsonIn } from '../../routes/protocol/json.js'
import { inline } from '../../routes/protocol/print.js'
import type { StreamedToolCall } from '../../routes/protocol/readers.js'
import type { MaybePromise } from '../../streaming/index.js'
import { judgeSequence } from './judge-sequence.js'
import { assertArray } from './matcher-arguments.js'
import type { MatcherContext, Verdict } from './matcher-context.js'
import { toolCallsOf } from './stream-protocol.js'
import { withEvents, type StreamOptions } from './with-events.js'

/** The expected fields of a tool call. Only the given fields are compared. */
export interface ExpectedToolCall {
  /** The id to which the result of the tool refers. */
  readonly id?: string | AsymmetricMatcher | undefined
  /** The name of the function or of the custom tool. */
  readonly name?: string | AsymmetricMatcher | undefined
  /** The arguments of a function: a value, which the JSON has to have, or the exact text. */
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

/** Picks the expected fields of a tool call, with the arguments as a value or as text. */
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

/** Parses the arguments. A text that is no JSON stays as it is. */
function parsed({ arguments: text }: StreamedToolCall): unknown {
  const json = text === undefined ? undefined : jsonIn(text)
  // The stream may be cut inside the JSON. The message then shows the text.
  return json === undefined ? text : json
}

/** Prints a tool call as `get_weather({"city":"Paris"})`, behind the id where the test expects an id. */
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
