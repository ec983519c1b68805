import { splitAt } from '../stages/split-at.js'
import { split } from '../stages/split.js'
import { excerpt } from './excerpt.js'
import { placeOf } from './place.js'
import { everyPosition, randomPositions, type RandomSplits } from './positions.js'
import { wholeCase } from './sweep-case.js'
import type { Transcript } from './transcript.js'
import type { Trial } from './trial.js'

/** How many positions a message tells one by one. */
const TOLD = 4

/** A case that ends reads after so many bytes. */
export interface SplitTrial extends Trial {
  readonly positions: readonly number[]
}

/** The splits of a stream, those into the fewest reads first. */
export function* splits(transcript: Transcript, random: RandomSplits): Generator<SplitTrial> {
  const { length } = transcript

  for (let position = 1; position < length; position++) yield splitTrial(transcript, [position])
  for (const positions of randomPositions(length, random)) yield splitTrial(transcript, positions)
  if (length > 2) yield byteTrial(transcript)
}

/** The case that splits a stream at positions. */
export function splitTrial(transcript: Transcript, positions: readonly number[]): SplitTrial {
  return {
    case: wholeCase(transcript, `splitAt(${positions.join(', ')})`),
    through: [splitAt(...positions)],
    positions,
    place: () => placeOfAll(transcript, positions),
  }
}

/** The case that gives every byte a read of its own. */
function byteTrial(transcript: Transcript): SplitTrial {
  return {
    case: wholeCase(transcript, 'split(1)'),
    through: [split(1)],
    positions: everyPosition(transcript.length),
    place: () => 'a byte a read',
  }
}

function placeOfAll(transcript: Transcript, positions: readonly number[]): string {
  if (positions.length > TOLD) return `in ${positions.length + 1} reads`

  const [first = 0, ...others] = positions
  if (others.length === 0) return placeOf(transcript, first)
  return `after bytes ${positions.join(', ')} (${excerpt(transcript, positions)})`
}
