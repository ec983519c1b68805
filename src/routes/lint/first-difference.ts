import { isRecord } from '../protocol/defaults.js'

/** Two values at one place, as `output.0.id`. */
export interface Pair {
  readonly one: unknown
  readonly other: unknown
  readonly path: string
}

/** Finds the first place at which two values of JSON differ; undefined for equal values. */
export function firstDifference(one: unknown, other: unknown): Pair | undefined {
  // A list of its own: JSON may be nested deeper than a function can call itself.
  const left: Pair[] = [{ one, other, path: '' }]
  for (let pair = left.pop(); pair; pair = left.pop()) {
    if (isSame(pair)) continue
    const inner = pairsIn(pair)
    if (!Array.isArray(inner)) return inner
    for (const each of inner.toReversed()) left.push(each)
  }
  return undefined
}

/** Compares values without looking inside. 0 and -0 are the same number to a client. */
function isSame({ one, other }: Pair): boolean {
  return one === other || Object.is(one, other)
}

/** Lists the pairs inside two values; the pair that differs where they have none. */
function pairsIn(pair: Pair): Pair[] | Pair {
  const { one, other, path } = pair
  if (Array.isArray(one) && Array.isArray(other)) {
    const lengths = { one: one.length, other: other.length, path: at(path, 'length') }
    if (lengths.one !== lengths.other) return lengths
  } else if (!isRecord(one) || !isRecord(other)) return pair

  const [fields, others] = [new Map(Object.entries(one)), new Map(Object.entries(other))]
  return [...new Set([...fields.keys(), ...others.keys()])].map((key) => ({
    one: fields.get(key),
    other: others.get(key),
    path: at(path, key),
  }))
}

function at(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
