import { note, report } from './report.ts'
import { median } from './statistics.ts'

/** One side of a comparison. */
export interface Side {
  /** Prepares every round. The time is not measured. */
  prepare?(): void
  run(): unknown
}

export interface Comparison {
  readonly name: string
  readonly ours: Side
  readonly theirs: Side
  /** The least factor by which ours has to be faster; none unless given. 1 is as fast. */
  readonly target?: number
}

/** The times of a round, in milliseconds. */
interface Time {
  readonly wall: number
  readonly cpu: number
}

/** The rounds in which V8 compiles the code of both sides, and the first collections make room. */
const WARM_UP = 10
const ROUNDS = 21

/**
 * Run two sides alternately, and print how many times as fast ours is: by the clock, and by
 * the CPU, which other work on the machine disturbs less. Each is the median of the
 * rounds' ratios: what disturbs a round disturbs both sides of it.
 */
export async function compare({ name, ours, theirs, target }: Comparison): Promise<void> {
  const rounds: Array<[Time, Time]> = []
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const times = await runRound(ours, theirs, round % 2 === 0)
    if (round >= 0) rounds.push(times)
  }
  const wall = median(rounds.map(([mine, other]) => other.wall / mine.wall))
  const cpu = median(rounds.map(([mine, other]) => other.cpu / mine.cpu))
  const took = median(rounds.map(([mine]) => mine.wall))
  const figure = `${wall.toFixed(2)}  (CPU ${cpu.toFixed(2)}, ${Math.round(took)} ms a round)`
  if (target === undefined) note(name, figure)
  else report({ name, figure, target: `≥ ${target}`, isMet: wall >= target })
}

/** One round of both sides. Each side is first in every other round. */
async function runRound(ours: Side, theirs: Side, isFirst: boolean): Promise<[Time, Time]> {
  if (isFirst) return [await measure(ours), await measure(theirs)]

  const other = await measure(theirs)
  return [await measure(ours), other]
}

async function measure(side: Side): Promise<Time> {
  side.prepare?.()
  globalThis.gc?.()
  const [start, used] = [performance.now(), process.cpuUsage()]
  await side.run()
  const { user, system } = process.cpuUsage(used)
  return { wall: performance.now() - start, cpu: (user + system) / 1000 }
}
