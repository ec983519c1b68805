export { AsyncEventStream, EventStream, isScript, type Script } from './event-stream.js'
export { comment, cut, pause, raw, stall, unchecked, type Cue } from './cue.js'
export {
  type NamedWire,
  type SentEvents,
  type StreamTarget,
  type WireFormat,
} from './wire-format.js'
export { enveloped, errorObject, namedByType, unnamed } from './framing.js'
export { encode, type LineEnding, type SseRecord } from './encode.js'
export { decode, type Bytes, type DecodedRecord } from './decode.js'
export { isEventFrame, isFrame, type Failure, type Frame, type Item } from './frame.js'
export { type HeaderFields } from './headers.js'
export { type MaybePromise } from './clock.js'
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
  type SteadyTempo,
  type Tempo,
  type TokenTempo,
} from './stages/index.js'
export {
  stage,
  type KeepAlive,
  type Refusal,
  type Stage,
  type StageEffects,
  type StageOutput,
  type StagePass,
} from './stages/stage.js'
export { type PlayEnd, type PlayObserver, type PlayOptions, type PlayOutcome } from './play.js'
export { respond, type RespondOptions } from './respond.js'
export { type ResumePoint } from './resumed-run.js'
export { collect, type Source } from './collect.js'
export { everyCut, type EveryCutOptions } from './sweeps/every-cut.js'
export { everySplit, type EverySplitOptions, type RandomSplits } from './sweeps/every-split.js'
export { type SweepCase } from './sweeps/sweep-case.js'
export { SweepError } from './sweeps/sweep-error.js'
export { type SweepConsumer } from './sweeps/sweep.js'
export {
  BrokenScriptError,
  InvalidEventError,
  StreamError,
  type ErrorFields,
  type ScriptPosition,
} from './errors.js'
