export { AsyncEventStream, EventStream, isScript, type Script } from './event-stream.js'
export { comment, cut, pause, raw, stall, unchecked, type Cue } from './cue.js'
export { type Endpoint, type Played } from './endpoint.js'
export { enveloped, errorObject, namedByType, unnamed } from './framing.js'
export { encode, type LineEnding, type SseRecord } from './encode.js'
export { decode, type Bytes, type DecodedRecord } from './decode.js'
export {
  type Direction,
  type Failure,
  type Frame,
  type Frames,
  type Item,
  type Spell,
  type Wait,
} from './frame.js'
export { type HeaderFields } from './headers.js'
export { type SentEvents, type WireFormat } from './wire-format.js'
export { type MaybePromise } from './maybe-promise.js'
export { type Partially } from './partial.js'
export {
  bom,
  coalesce,
  crlf,
  cutAfter,
  cutAfterBytes,
  delayHeaders,
  drop,
  dropFinalBlankLine,
  dropTerminator,
  duplicate,
  insert,
  keepAlive,
  malform,
  pace,
  refuse,
  replay,
  split,
  splitAt,
  stallAfter,
  swap,
  type SplitOffsets,
  type Refusal,
  type Stage,
  type SteadyTempo,
  type Tempo,
  type TokenTempo,
} from './stages/index.js'
export { type PlayObserver, type PlayOptions, type PlayOutcome } from './play.js'
export { respond, type RespondOptions } from './respond.js'
export { collect } from './collect.js'
export { type Source } from './reading.js'
export {
  everyCut,
  everySplit,
  SweepError,
  type EveryCutOptions,
  type EverySplitOptions,
  type RandomSplits,
  type SweepCase,
  type SweepConsumer,
} from './sweeps/index.js'
export {
  BrokenScriptError,
  InvalidEventError,
  StreamError,
  type ErrorFields,
  type ScriptPosition,
} from './errors.js'
