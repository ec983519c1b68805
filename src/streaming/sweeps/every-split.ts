import type { Script } from '../event-stream.js'
import { isCount } from '../stages/arguments.js'
import { split, splitAt } from '../stages/reads.js'
import { random } from '../stages/tempo.js'
import { namedWireOf, type StreamTarget } from '../wire-format.js'
import { describePlaces, type Transcript } from './transcript.js'
import { wholeCase, type CaseFailure, type TestCase } from './sweep-case.js'
import { checkSweep, checkTimeout, isUnsettled, Sweep, type SweepConsumer } from './sweep.js'

/** Options of {@link everySplit}. */
export interface EverySplitOptions {
  /**
   * The most positions at which the stream is split into two reads; 5,000 unless given, `Infinity`
   * for every one. Of a longer stream, so many positions are chosen, spread over the whole stream.
   */
  readonly positions?: number | undefined
  /** The choice of splits into three reads or more. One with a read for each byte is always played. */
  readonly random?: RandomSplits | undefined
  /** Milliseconds of real time that a case may take; 1000 unless given, and 20 more for each 1000 bytes. */
  readonly timeout?: number | undefined
}

/** Options of the choice of splits into three reads or more. */
export interface RandomSplits {
  /** The number of splits to choose; 100 unless given. A chosen split into one or two reads is not played. */
  readonly runs?: number | undefined
  /** The seed of every choice, an integer; 1 unless given. */
  readonly seed?: number | undefined
}

const OPTIONS = new Set(['positions', 'random', 'timeout'])
const RANDOM_OPTIONS = new Set(['runs', 'seed'])
const MOST_POSITIONS = 5_000

/** A case that splits the stream at positions, in bytes. */
interface SplitCase extends TestCase {
  readonly positions: readonly number[]
}

/**
 * Runs `consumer` under every split of the stream into two reads, under random splits into more,
 * and with every byte in a read of its own. The first case is the stream with a read for each
 * frame. A stream of more than 5,000 bytes is split into two reads at 5,000 positions, so that
 * the time of a sweep grows with the stream, and not with its square.
 *
 * Cases run one after the other. A case that does not settle in time is a failure, and ends the
 * sweep. The failure that is reported has no position that can be omitted.
 *
 * @param target An endpoint, a route factory such as `chat.completions.create`, or a wire format.
 * @param consumer The code under test, with the assertions of the test.
 * @throws {SweepError} When the consumer fails a case.
 * @throws {BrokenScriptError} When the script fails.
 * @throws {TypeError} When the consumer makes no request in a case, an option is unknown, or the
 * endpoint never streams.
 * @throws {RangeError} When an option is out of range.
 *
 * @example
 * await everySplit(chat.completions.create, script, async (fetch) => {
 *   expect(await chunksOf(new OpenAI({ apiKey: 'test', fetch }))).toEqual([...script])
 * })
 */
export async function everySplit<Event>(
  target: StreamTarget<Event>,
  script: Script<Event>,
  consumer: SweepConsumer,
  options: EverySplitOptions = {},
): Promise<void> {
  checkSweep(options, OPTIONS)
  const { positions = MOST_POSITIONS, random: choice = {}, timeout } = options
  checkSweep(choice, RANDOM_OPTIONS, 'option of random')
  checkTimeout(timeout)
  checkChoice(choice)
  checkPositions(positions)
  const named = namedWireOf(target, 'Failed to sweep')
  const sweep = new Sweep({ target: named, script, consumer, timeout })
  const transcript = await sweep.runUndisturbed()

  const result = await sweep.runAll(splitCases(transcript, positions, choice))
  if (!result.first) return
  throw sweep.errorOf('splits', result, await smallest(sweep, transcript, result.first))
}

/**
 * Removes the parts without which `fails` still resolves to true: half of the parts at a time, then
 * fewer and fewer.
 */
export async function shrink<Part>(
  parts: readonly Part[],
  fails: (fewer: readonly Part[]) => Promise<boolean>,
): Promise<readonly Part[]> {
  let kept = parts

  for (let size = Math.floor(parts.length / 2); size > 0; size = Math.floor(size / 2)) {
    for (let start = 0; start < kept.length;) {
      const fewer = kept.toSpliced(start, size)
      if (fewer.length > 0 && (await fails(fewer))) kept = fewer
      else start += size
    }
  }
  return kept
}

/** Removes the positions without which the consumer still fails. */
async function smallest<Event>(
  sweep: Sweep<Event>,
  transcript: Transcript,
  found: CaseFailure<SplitCase>,
): Promise<CaseFailure> {
  // Such a case takes all of its time at every run.
  if (isUnsettled(found)) return found

  let smaller = found
  await shrink(found.testCase.positions, async (positions) => {
    const failure = await sweep.run(splitCase(transcript, positions))
    if (!failure || isUnsettled(failure)) return false
    smaller = failure
    return true
  })
  return smaller
}

/** Makes the cases of a stream, in the order of the number of their reads. */
function* splitCases(
  transcript: Transcript,
  most: number,
  choice: RandomSplits,
): Generator<SplitCase> {
  const { length } = transcript

  for (const position of somePositions(length, most, choice))
    yield splitCase(transcript, [position])
  for (const positions of randomPositions(length, choice)) yield splitCase(transcript, positions)
  if (length > 2) yield byteCase(transcript)
}

function splitCase(transcript: Transcript, positions: readonly number[]): SplitCase {
  const stage = splitAt(positions)
  return {
    case: wholeCase(transcript, stage.name),
    through: [stage],
    positions,
    place: () => describePlaces(transcript, positions),
  }
}

/** Makes the case with a read for every byte. */
function byteCase(transcript: Transcript): SplitCase {
  return {
    case: wholeCase(transcript, 'split(1)'),
    through: [split(1)],
    positions: everyPosition(transcript.length),
    place: () => 'a byte a read',
  }
}

/**
 * Checks the choice of random splits.
 *
 * @throws {RangeError} Unless `runs` is zero or a positive integer, and `seed` an integer.
 */
function checkChoice({ runs = 100, seed = 1 }: RandomSplits): void {
  if (isCount(runs) && Number.isSafeInteger(seed)) return
  throw new RangeError(`Failed to choose ${runs} splits by seed ${seed}: expected integers.`)
}

/** @throws {RangeError} Unless `positions` is zero, a positive integer or `Infinity`. */
function checkPositions(positions: number): void {
  if (isCount(positions) || positions === Infinity) return
  throw new RangeError(
    `Failed to split at ${String(positions)} positions: expected a number of positions, or Infinity.`,
  )
}

/** Gives positions between `length` bytes, in order: all of them, or one of each of `most` equal parts. */
function* somePositions(
  length: number,
  most: number,
  { seed = 1 }: RandomSplits,
): Generator<number> {
  const next = random(seed)
  const all = Math.max(0, length - 1)
  const parts = Math.min(most, all)
  for (let part = 0; part < parts; part++) {
    const first = Math.floor((part * all) / parts)
    const size = Math.floor(((part + 1) * all) / parts) - first
    yield 1 + first + (next() % size)
  }
}

/** Lists all positions between `length` bytes. */
function everyPosition(length: number): number[] {
  return Array.from({ length: Math.max(0, length - 1) }, (_, index) => index + 1)
}

/**
 * Chooses sets of two positions or more between `length` bytes: about a half of all positions, a
 * quarter, and so on.
 */
function randomPositions(
  length: number,
  { runs = 100, seed = 1 }: RandomSplits,
): Array<readonly number[]> {
  const next = random(seed)
  const densities = Math.max(1, Math.floor(Math.log2(length)) - 2)
  const all = everyPosition(length)

  return Array.from({ length: runs }, (_, run) => 2 ** (1 + (run % densities)))
    .map((gap) => all.filter(() => next() % gap === 0))
    .filter((positions) => positions.length > 1)
    .toSorted((one, other) => one.length - other.length || Number(one[0]) - Number(other[0]))
}
