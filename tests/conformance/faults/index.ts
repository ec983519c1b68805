import type { Fault, Group } from '../fault.js'
import { before } from './before.js'
import { cuts } from './cuts.js'
import { damage } from './damage.js'
import { reads } from './reads.js'
import { responses } from './responses.js'
import { timing } from './timing.js'

/** Every cue and every stage, in the order in which a stream gets to them. */
export const groups: readonly Group[] = [before, timing, cuts, damage, reads, responses]

export const faults: readonly Fault[] = groups.flatMap(({ faults: some }) => some)
