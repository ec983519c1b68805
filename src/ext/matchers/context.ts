import { printBoth } from '../../routes/protocol/print.js'

/** What `expect` gives a matcher as `this`: the part that Vitest and Jest have in common. */
export interface MatcherContext {
  readonly isNot?: boolean
  /** `resolves`, `rejects`, or nothing. */
  readonly promise?: string
  /** The testers of `expect.addEqualityTesters()`. */
  readonly customTesters?: readonly unknown[]
  equals(received: unknown, expected: unknown, testers?: readonly unknown[]): boolean
  readonly utils: MatcherUtils
}

/** How messages are written. */
interface MatcherUtils {
  matcherHint(
    name: string,
    received: string,
    expected: string,
    options: { isNot: boolean; promise: string },
  ): string
  EXPECTED_COLOR(text: string): string
  RECEIVED_COLOR(text: string): string
  readonly iterableEquality: unknown
}

/** What a matcher answers. */
export interface Verdict {
  readonly pass: boolean
  readonly message: () => string
}

/** The first line of a message: what was expected, in the words of the test. */
export function hint(
  { utils, isNot = false, promise = '' }: MatcherContext,
  name: string,
  received: string,
  expected = '',
): string {
  return utils.matcherHint(name, received, expected, { isNot, promise })
}

/** A message: its first line, and what there is to say below. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter(Boolean).join('\n\n')
}

/** Two values, one below the other. */
export function bothValues({ utils }: MatcherContext, one: unknown, other: unknown): string {
  const [expected, received] = printBoth(one, other)
  return `  expected: ${utils.EXPECTED_COLOR(expected)}\n  received: ${utils.RECEIVED_COLOR(received)}`
}
