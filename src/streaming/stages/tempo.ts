import { A_DELAY, check, isCount, isDelay } from './arguments.js'

/** Gives the milliseconds before an event, by the event's zero-based index. */
export type Waits = (index: number) => number

/** Waits of the same length, with or without jitter. */
export interface SteadyTempo {
  /** Milliseconds before the first event; `each` unless given. */
  readonly first?: number
  /** Milliseconds before each further event; zero unless given. */
  readonly each?: number
  /** The most milliseconds by which a wait is longer or shorter, an integer; zero unless given. */
  readonly jitter?: number
  /** The seed of the jitter, an integer; 1 unless given. */
  readonly seed?: number
  /** Excluded: a tempo has steady waits or the speed of a model. */
  readonly tokensPerSecond?: never
}

/** Waits by the speed of a model, in tokens a second. */
export interface TokenTempo {
  /** The number of events a second: each event counts as one token. */
  readonly tokensPerSecond: number
  /** Milliseconds before the first event; the time of a token unless given. */
  readonly first?: number
  /** Excluded: a tempo has steady waits or the speed of a model. */
  readonly each?: never
  /** Excluded: only steady waits have jitter. */
  readonly jitter?: never
  /** Excluded: only steady waits have jitter. */
  readonly seed?: never
}

/** The speed at which events follow each other. */
export type Tempo = SteadyTempo | TokenTempo

type Rule = readonly [holds: (value: unknown) => boolean, expected: string]

const RULES = {
  first: [isDelay, A_DELAY],
  each: [isDelay, A_DELAY],
  jitter: [isJitter, `a whole number ${A_DELAY}`],
  seed: [Number.isSafeInteger, 'an integer'],
  tokensPerSecond: [isSpeed, `more than zero, and ${A_DELAY} for a token`],
} satisfies Record<keyof Tempo, Rule>

const STEADY_OPTIONS = ['first', 'each', 'jitter', 'seed']
const TOKEN_OPTIONS = ['first', 'tokensPerSecond']

/**
 * Checks the options of `pace()`.
 *
 * @throws {TypeError} When no option is given, one is unknown, or two exclude each other.
 * @throws {RangeError} When an option is out of range.
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

/** Gives the waits of one play. */
export function waitsOf(tempo: Tempo): Waits {
  return tempo.tokensPerSecond === undefined ? steadyWaits(tempo) : tokenWaits(tempo)
}

/**
 * Makes a generator of integers from 0 up to 2³². A seed gives the same numbers on every machine:
 * the algorithm is Mulberry32.
 *
 * @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
 */
export function random(seed: number): () => number {
  let state = seed | 0

  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

/** Recognizes the names of the options of one kind of tempo. A seed alone is no tempo. */
function isTempo(names: readonly string[]): boolean {
  const options = names.includes('tokensPerSecond') ? TOKEN_OPTIONS : STEADY_OPTIONS
  return names.every((name) => options.includes(name)) && names.some((name) => name !== 'seed')
}

function checkOption(name: string, value: unknown): void {
  // `isTempo` allows no other name.
  const [holds, expected] = RULES[name as keyof Tempo]
  check(`pace({ ${name}: ${String(value)} })`, holds(value), expected)
}

function isJitter(value: unknown): boolean {
  return isDelay(value) && isCount(value)
}

function isSpeed(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 && isDelay(1000 / value)
}

function steadyWaits({ each = 0, first = each, jitter = 0, seed = 1 }: SteadyTempo): Waits {
  if (jitter === 0) return (index) => (index === 0 ? first : each)

  const next = random(seed)
  return (index) => {
    const shift = (next() % (2 * jitter + 1)) - jitter
    return Math.max(0, Math.round((index === 0 ? first : each) + shift))
  }
}

/** Makes waits of whole milliseconds. Their sum is rounded, so that they add up to the speed. */
function tokenWaits({ tokensPerSecond, first }: TokenTempo): Waits {
  const timeOf = (tokens: number) => Math.round((tokens * 1000) / tokensPerSecond)

  return (index) => (index === 0 && first !== undefined ? first : timeOf(index + 1) - timeOf(index))
}
