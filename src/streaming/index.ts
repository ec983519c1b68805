export { AsyncEventStream, EventStream, isScript, type Script } from './event-stream.js'
export { comment, cut, pause, raw, stall, unchecked, type Cue } from './cue.js'
export { type Endpoint, type Played } from './endpoint.js'
export { enveloped, errorObject, namedByType, unnamed } from './framing.js'
export { encode, type LineEnding, type SseRecord } from './encode.js'
export { decode, type Bytes, type DecodedRecord } from './decode.js'
export { type Direction, type Failure, type Frame, type Frames, type Item } from './frame.js'
export { type HeaderFields } from './headers.js'
export { type Partially } from './partial.js'
export { cutAfter, pace, stallAfter, type Stage } from './stages.js'
export { type PlayObserver, type PlayOptions, type PlayOutcome } from './play.js'
export { respond, type RespondOptions } from './respond.js'
export {
  BrokenScriptError,
  InvalidEventError,
  StreamError,
  type ErrorFields,
  type ScriptPosition,
} from './errors.js'
