import type { Endpoint } from '../endpoint.js'
import type { Script } from '../event-stream.js'
import { checkOptions } from './check-options.js'
import type { Finding } from './finding.js'
import { checkRandom, type RandomSplits } from './positions.js'
import { shrink } from './shrink.js'
import { splits, splitTrial, type SplitTrial } from './splits.js'
import type { SweepConsumer } from './subject.js'
import { sweepError } from './sweep-error.js'
import { Sweep } from './sweep.js'
import { checkTimeout, TIMEOUT } from './timeout.js'
import type { Transcript } from './transcript.js'
import { UnsettledError } from './unsettled-error.js'

export interface EverySplitOptions {
  /** The splits into three reads and more, beside the one of a byte a read. */
  readonly random?: RandomSplits | undefined
  /** Milliseconds of real time that a case may take; 1000 unless given. */
  readonly timeout?: number | undefined
}

/**
 * Run `consumer` under every split of the stream into two reads, wherever frames end;
 * under random ones into more; and with every byte in a read of its own. It must pass
 * with a read for each event, too: that comes first.
 *
 * Cases run one after the other. One that does not settle in time is a failure, and the
 * last one. Positions that a failure does not need are left out before it is reported.
 *
 * @throws {SweepError} When the consumer fails a case.
 * @throws {BrokenScriptError} When the script is a broken one.
 * @throws {TypeError} When the consumer makes no request in a case, or an option is unknown.
 * @throws {RangeError} When an option is out of range.
 *
 * @example
 * await everySplit(chat.completions.create.endpoint, script, async (fetch) => {
 *   expect(await chunksOf(new OpenAI({ apiKey: 'test', fetch }))).toEqual([...script])
 * })
 */
export async function everySplit<Event>(
  endpoint: Endpoint<Event>,
  script: Script<Event>,
  consumer: SweepConsumer,
  options: EverySplitOptions = {},
): Promise<void> {
  checkOptions(options, ['random', 'timeout'])
  const { random = {}, timeout = TIMEOUT } = options
  checkOptions(random, ['runs', 'seed'])
  checkTimeout(timeout)
  checkRandom(random)
  const subject = { endpoint, script, consumer, timeout }
  const sweep = new Sweep(subject)
  const transcript = await sweep.rehearse()

  const found = await sweep.run(splits(transcript, random))
  if (!found.first) return
  throw sweepError(subject, 'splits', found, await smallest(sweep, transcript, found.first))
}

/** Leave out the positions without which the consumer fails all the same. */
async function smallest<Event>(
  sweep: Sweep<Event>,
  transcript: Transcript,
  found: Finding<SplitTrial>,
): Promise<Finding> {
  // To try again would take all of its time, again and again.
  if (found.error instanceof UnsettledError) return found

  let smaller = found
  await shrink(found.trial.positions, async (positions) => {
    const finding = await sweep.try(splitTrial(transcript, positions))
    if (!finding || finding.error instanceof UnsettledError) return false
    smaller = finding
    return true
  })
  return smaller
}
