import { A_DELAY, check, isCount, isDelay } from './argument.js'
import type { Tempo } from './tempo.js'

type Rule = readonly [holds: (value: unknown) => boolean, expected: string]

const RULES = {
  first: [isDelay, A_DELAY],
  each: [isDelay, A_DELAY],
  jitter: [isJitter, `a whole number ${A_DELAY}`],
  seed: [Number.isSafeInteger, 'an integer'],
  tokensPerSecond: [isSpeed, `more than zero, and ${A_DELAY} for a token`],
} satisfies Record<keyof Tempo, Rule>

const STEADY = ['first', 'each', 'jitter', 'seed']
const TOKENS = ['first', 'tokensPerSecond']

/**
 * Check the options of `pace()`.
 *
 * @throws {TypeError} When there are none, one is unknown, or two exclude each other.
 * @throws {RangeError} When one is out of range.
 */
export function checkTempo(tempo: Tempo): void {
  const given = Object.entries(tempo).filter(([, value]) => value !== undefined)
  const names = given.map(([name]) => name)
  if (!isTempo(names)) {
    throw new TypeError(
      `Failed to create pace({ ${names.join(', ')} }): expected { first, each, jitter, seed } or { first, tokensPerSecond }.`,
    )
  }
  for (const [name, value] of given) checkOption(name, value)
}

/** Whether there is a wait, of one kind. A seed alone waits for nothing. */
function isTempo(names: readonly string[]): boolean {
  const kind = names.includes('tokensPerSecond') ? TOKENS : STEADY
  return names.every((name) => kind.includes(name)) && names.some((name) => name !== 'seed')
}

function checkOption(name: string, value: unknown): void {
  // No other name is left.
  const [holds, expected] = RULES[name as keyof Tempo]
  check(`pace({ ${name}: ${String(value)} })`, holds(value), expected)
}

function isJitter(value: unknown): boolean {
  return isDelay(value) && isCount(value)
}

function isSpeed(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 && isDelay(1000 / value)
}
