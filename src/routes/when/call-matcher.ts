import { isObject } from '../answer-kinds.js'
import { assertPartial } from './assert-partial.js'
import { compare, join, verdict, type Comparison } from './comparison.js'
import type { CallMatcher, CallPredicate } from './matcher.js'
import { print, shorten } from '../protocol/print.js'

/**
 * Make a matcher of any kind comparable.
 *
 * @param failure What fails where it is none.
 * @throws {TypeError} When it is none.
 */
export function toCallMatcher(matcher: unknown, failure = 'Failed to create when()'): CallMatcher {
  if (Array.isArray(matcher) && matcher.length > 0) return matcherOfAll(matcher, failure)
  if (isPredicate(matcher)) return matcherOfPredicate(matcher)
  if (isCallMatcher(matcher)) return matcher
  if (isObject(matcher)) return matcherOfBody(matcher, failure)
  throw new TypeError(
    `${failure}: ${print(matcher)} is no matcher. ` +
      'Expected a part of a body, a function of the call, lastUserMessage(), hasTool(), afterToolResult(), model(), turn(), or an array of those.',
  )
}

function matcherOfBody(expected: object, failure: string): CallMatcher {
  assertPartial(expected, failure)
  return { description: print(expected), compare: ({ body }) => compare(expected, body) }
}

function matcherOfPredicate(predicate: CallPredicate): CallMatcher {
  const { name } = predicate
  const description = name || shorten(String(predicate))
  const at = name ? `${name}(call)` : 'the function'
  return {
    description,
    async compare(call) {
      const result: unknown = await predicate(call)
      assertTruth(result, description)
      return verdict(result === true, { at, expected: 'true', received: print(result) })
    },
  }
}

/** Functions come last: they are asked about calls that are right otherwise. */
function matcherOfAll(matchers: readonly unknown[], failure: string): CallMatcher {
  const all = matchers.map((matcher) => toCallMatcher(matcher, failure))
  const first = all.filter((_, index) => !isPredicate(matchers[index]))
  const last = all.filter((_, index) => isPredicate(matchers[index]))
  return {
    description: `[${all.map(({ description }) => description).join(', ')}]`,
    async compare(...asked) {
      const declared = await compareAll(first, asked)
      if (declared.differences.length > 0) return declared
      return join([declared, await compareAll(last, asked)])
    },
  }
}

async function compareAll(
  matchers: readonly CallMatcher[],
  asked: Parameters<CallMatcher['compare']>,
): Promise<Comparison> {
  return join(await Promise.all(matchers.map((matcher) => matcher.compare(...asked))))
}

function assertTruth(result: unknown, description: string): void {
  if (typeof result === 'boolean' || result === undefined || result === null) return
  throw new TypeError(
    `Failed to ask ${description} about a call: expected a boolean, received ${print(result)}.`,
  )
}

function isPredicate(matcher: unknown): matcher is CallPredicate {
  return typeof matcher === 'function'
}

function isCallMatcher(matcher: unknown): matcher is CallMatcher {
  return isObject(matcher) && typeof Reflect.get(matcher, 'compare') === 'function'
}
