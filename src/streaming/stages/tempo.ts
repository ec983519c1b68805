import { random } from './random.js'

/** How long to wait before each event, by its zero-based index, in milliseconds. */
export type Waits = (index: number) => number

/** Waits that events have, one like the other. */
export interface SteadyTempo {
  /** Milliseconds before the first event; `each` unless given. */
  readonly first?: number
  /** Milliseconds before each of the others; zero unless given. */
  readonly each?: number
  /** Whole milliseconds by which a wait is longer or shorter, at most; zero unless given. */
  readonly jitter?: number
  /** An integer that chooses among all jitters; the same one unless given. */
  readonly seed?: number
  readonly tokensPerSecond?: never
}

/** Waits that a model has, as fast as its tokens. */
export interface TokenTempo {
  /** Events a second: each counts as one token. */
  readonly tokensPerSecond: number
  /** Milliseconds before the first event; the time of a token unless given. */
  readonly first?: number
  readonly each?: never
  readonly jitter?: never
  readonly seed?: never
}

/** How fast events follow each other. */
export type Tempo = SteadyTempo | TokenTempo

/** The waits of one play. */
export function waitsOf(tempo: Tempo): Waits {
  return tempo.tokensPerSecond === undefined ? steadyWaits(tempo) : tokenWaits(tempo)
}

function steadyWaits({ each = 0, first = each, jitter = 0, seed = 1 }: SteadyTempo): Waits {
  if (jitter === 0) return (index) => (index === 0 ? first : each)

  const next = random(seed)
  return (index) => {
    const shift = (next() % (2 * jitter + 1)) - jitter
    return Math.max(0, Math.round((index === 0 ? first : each) + shift))
  }
}

/** Rounded as a sum, so that whole milliseconds add up to the speed that was asked for. */
function tokenWaits({ tokensPerSecond, first }: TokenTempo): Waits {
  const at = (tokens: number) => Math.round((tokens * 1000) / tokensPerSecond)

  return (index) => (index === 0 && first !== undefined ? first : at(index + 1) - at(index))
}
