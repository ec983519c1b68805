import type { Script } from '../event-stream.js'
import { cutAfter, cutAfterBytes } from '../stages/cuts.js'
import { namedWireOf, type StreamTarget } from '../wire-format.js'
import { describePlace, type Transcript } from './transcript.js'
import { cutCase, type TestCase } from './sweep-case.js'
import { checkSweep, checkTimeout, Sweep, type SweepConsumer } from './sweep.js'

/** Options of {@link everyCut}. */
export interface EveryCutOptions {
  /** Cuts after every byte, too; false unless given. */
  readonly bytes?: boolean | undefined
  /** Milliseconds of real time that a case may take; 1000 unless given, and 20 more for each 1000 bytes. */
  readonly timeout?: number | undefined
}

const OPTIONS = new Set(['bytes', 'timeout'])

/**
 * Runs `consumer` under a cut after every event of `script` and, with `bytes`, after every byte.
 * The first case is the stream without a cut.
 *
 * Cases run one after the other. A case that does not settle in time is a failure, and ends the
 * sweep.
 *
 * @param target An endpoint, a route factory such as `chat.completions.create`, or a wire format.
 * @param consumer The code under test, with the assertions of the test.
 * @throws {SweepError} When the consumer fails a case.
 * @throws {BrokenScriptError} When the script fails.
 * @throws {TypeError} When the consumer makes no request in a case, an option is unknown, or the
 * endpoint never streams.
 * @throws {RangeError} Unless `timeout` is more than zero, and a delay that a timer can keep.
 *
 * @example
 * await everyCut(chat.completions.create, script, async (fetch, { events }) => {
 *   const kept = await chunksKept(new OpenAI({ apiKey: 'test', fetch }))
 *   expect(kept).toEqual([...script].slice(0, events))
 * })
 */
export async function everyCut<Event>(
  target: StreamTarget<Event>,
  script: Script<Event>,
  consumer: SweepConsumer,
  options: EveryCutOptions = {},
): Promise<void> {
  checkSweep(options, OPTIONS)
  const { bytes = false, timeout } = options
  checkTimeout(timeout)
  const named = namedWireOf(target, 'Failed to sweep')
  const sweep = new Sweep({ target: named, script, consumer, timeout })
  const transcript = await sweep.runUndisturbed()

  const result = await sweep.runAll(bytes ? allCuts(transcript) : eventCuts(transcript))
  if (result.first) throw sweep.errorOf('cuts', result, result.first)
}

function* allCuts(transcript: Transcript): Generator<TestCase> {
  yield* eventCuts(transcript)
  yield* byteCuts(transcript)
}

function* eventCuts(transcript: Transcript): Generator<TestCase> {
  const { events } = transcript

  for (let count = 0; count <= events.length; count++) {
    yield {
      case: cutCase(transcript, `cutAfter(${count})`, count, events[count - 1]?.end ?? 0),
      through: [cutAfter(count)],
      place: () => `after ${count} event(s)`,
    }
  }
}

function* byteCuts(transcript: Transcript): Generator<TestCase> {
  let events = 0
  for (let bytes = 0; bytes <= transcript.length; bytes++) {
    if (transcript.events[events]?.end === bytes) events++
    yield {
      case: cutCase(transcript, `cutAfterBytes(${bytes})`, events, bytes),
      through: [cutAfterBytes(bytes)],
      place: () => describePlace(transcript, bytes),
    }
  }
}
