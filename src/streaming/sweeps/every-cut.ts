import type { Endpoint } from '../endpoint.js'
import type { Script } from '../event-stream.js'
import { cutAfterBytes } from '../stages/cut-after-bytes.js'
import { cutAfter } from '../stages/cut-after.js'
import { checkOptions } from './check-options.js'
import { placeOf } from './place.js'
import type { SweepConsumer } from './subject.js'
import { cutCase } from './sweep-case.js'
import { sweepError } from './sweep-error.js'
import { Sweep } from './sweep.js'
import { checkTimeout, TIMEOUT } from './timeout.js'
import type { Transcript } from './transcript.js'
import type { Trial } from './trial.js'

export interface EveryCutOptions {
  /** Whether to cut after every byte, too. */
  readonly bytes?: boolean | undefined
  /** Milliseconds of real time that a case may take; 1000 unless given. */
  readonly timeout?: number | undefined
}

/**
 * Run `consumer` under a cut after every event of `script`, and, where asked for, after
 * every byte. It must pass without a cut, too: that comes first.
 *
 * Cases run one after the other. One that does not settle in time is a failure, and the last one.
 *
 * @throws {SweepError} When the consumer fails a case.
 * @throws {BrokenScriptError} When the script is a broken one.
 * @throws {TypeError} When the consumer makes no request in a case, or an option is unknown.
 * @throws {RangeError} Unless `timeout` is a delay that a timer can keep.
 *
 * @example
 * await everyCut(chat.completions.create.endpoint, script, async (fetch, { events }) => {
 *   const kept = await chunksKept(new OpenAI({ apiKey: 'test', fetch }))
 *   expect(kept).toEqual([...script].slice(0, events))
 * })
 */
export async function everyCut<Event>(
  endpoint: Endpoint<Event>,
  script: Script<Event>,
  consumer: SweepConsumer,
  options: EveryCutOptions = {},
): Promise<void> {
  checkOptions(options, ['bytes', 'timeout'])
  const { bytes = false, timeout = TIMEOUT } = options
  checkTimeout(timeout)
  const subject = { endpoint, script, consumer, timeout }
  const sweep = new Sweep(subject)
  const transcript = await sweep.rehearse()

  const found = await sweep.run(bytes ? allCuts(transcript) : eventCuts(transcript))
  if (found.first) throw sweepError(subject, 'cuts', found, found.first)
}

function* allCuts(transcript: Transcript): Generator<Trial> {
  yield* eventCuts(transcript)
  yield* byteCuts(transcript)
}

function* eventCuts(transcript: Transcript): Generator<Trial> {
  const { events } = transcript

  for (let count = 0; count <= events.length; count++) {
    yield {
      case: cutCase(transcript, `cutAfter(${count})`, events[count - 1]?.end ?? 0),
      through: [cutAfter(count)],
      place: () => `after ${count} event(s)`,
    }
  }
}

function* byteCuts(transcript: Transcript): Generator<Trial> {
  for (let bytes = 0; bytes <= transcript.length; bytes++) {
    yield {
      case: cutCase(transcript, `cutAfterBytes(${bytes})`, bytes),
      through: [cutAfterBytes(bytes)],
      place: () => placeOf(transcript, bytes),
    }
  }
}
