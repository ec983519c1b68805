export { cutAfter, cutAfterBytes, refuse } from './cuts.js'
export {
  drop,
  dropFinalBlankLine,
  dropTerminator,
  duplicate,
  insert,
  malform,
  swap,
} from './damage.js'
export { bom, coalesce, crlf, split, splitAt, type SplitOffsets } from './reads.js'
export { type SteadyTempo, type Tempo, type TokenTempo } from './tempo.js'
export { delayHeaders, keepAlive, pace, replay, stallAfter } from './time.js'
