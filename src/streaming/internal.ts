// The only way for `routes` and `ext` to the parts of the engine that are not public.
export { AbortSource, type Abortable } from './abort-source.js'
export { accepts } from './accepts.js'
export { type Act } from './acts.js'
export { playOf } from './body.js'
export { andThen, defer, delay, isPromise, macrotask, orAborted } from './clock.js'
export { collectEvents, readSource, type Reading } from './collect.js'
export { eventsIn, isCue, LONGEST_DELAY, tracked } from './cue.js'
export { isAbort, isStreamError, terminated } from './errors.js'
export { nameOfScript } from './event-stream.js'
export { signalOfFetch } from './sweeps/sweep.js'
export {
  areSame,
  checkHeaders,
  combineHeaders,
  HeaderMerger,
  headersOf,
  mergeHeaders,
  type WireHeaders,
} from './headers.js'
export { type Play } from './play.js'
export { encodeText, isBuffer, isBytes } from './encode.js'
export { RecordFrame } from './frame.js'
export { eventOfRecord, unnamedError } from './framing.js'
export { checkNoOptions, checkOptions, unknownIn } from './options.js'
export { editDistance } from './edit-distance.js'
export { nearestName } from './nearest-name.js'
export {
  isStreamed,
  STREAM_HEADERS,
  streamScript,
  toResponse,
  type StreamedResponse,
} from './respond.js'
export { explainThrown, printError, tagOf } from './thrown.js'
export { checkStages, isStage } from './stages/stage.js'
export { random } from './stages/tempo.js'
export { Unfolded } from './unfolded.js'
export { timeOfTest } from './timeline.js'
export { concat } from './acts.js'
