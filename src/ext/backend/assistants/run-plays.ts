import type { AssistantStreamEvent } from 'openai/resources/beta/assistants'
import type { Run } from 'openai/resources/beta/threads/runs/runs'
import { Unfolded } from '../../../streaming/internal.js'
import type { Script } from '../../../streaming/index.js'
import type { Collection } from '../store/collection.js'
import { RunPlay, type RunPlayOptions } from './run-play.js'
import type { RunRecord } from './run-record.js'

/** The plays of runs that are not over. A run that a test puts into the store has none. */
export class RunPlays {
  /** The plays by the ids of their runs, for the runs of each thread: they are forgotten with the thread. */
  readonly #plays = new WeakMap<Collection<Run>, Map<string, RunPlay>>()

  /** Gives the play of a run; undefined where there is none. */
  of({ runs, id }: RunRecord): RunPlay | undefined {
    return this.#plays.get(runs)?.get(id)
  }

  /** Begins the play of a run. */
  begin(
    record: RunRecord,
    script: Script<AssistantStreamEvent>,
    options: Omit<RunPlayOptions, 'onEnd'> = {},
  ): RunPlay {
    const plays = this.#plays.get(record.runs) ?? new Map<string, RunPlay>()
    this.#plays.set(record.runs, plays)
    const onEnd = () => {
      if (plays.get(record.id) === play) plays.delete(record.id)
    }
    const play = new RunPlay(record, script, { ...options, onEnd })
    plays.set(record.id, play)
    return play
  }

  /** Cancels the play of a run. A run without a play gets one, which has the events of the end alone. */
  cancel(record: RunRecord): RunPlay {
    const play = this.of(record) ?? this.begin(record, new Unfolded([]))
    play.cancel()
    return play
  }

  /** Stops the plays of a thread that is deleted. */
  stopAll(runs: Collection<Run>): void {
    for (const play of this.#plays.get(runs)?.values() ?? []) play.cancel()
  }
}
