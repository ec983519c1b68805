import type { Cue, Script } from '../../../streaming/index.js'
import { isCue, orAborted, printError, type tracked } from '../../../streaming/internal.js'

/**
 * Changes an event of a script. `undefined` omits the event.
 *
 * @param isChecked False for an event inside `unchecked()`, of which the schema may be another.
 */
type Change<Event> = (event: Event, isChecked: boolean) => Event | undefined

/**
 * Plays a script, and changes its events, also those inside cues. Ends at once when the signal aborts:
 * a script that ignores its signal may never end.
 *
 * @throws The error of the script, and the reason of a signal that aborts.
 */
export async function* followed<Event>(
  script: Script<Event>,
  signal: AbortSignal,
  change: Change<Event>,
): AsyncGenerator<Event | Cue> {
  const items = iteratorOf(script.generate(signal))
  try {
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = await orAborted(Promise.resolve(items.next()), signal)
      if (done) return
      const changed = changedItem<Event>(value, change)
      if (changed !== undefined) yield changed
    }
  } finally {
    // Not awaited: a script that ignores its signal may never stop.
    void stopped(items).catch(printError)
  }
}

type Items<Event> = Iterator<Event | Cue> | AsyncIterator<Event | Cue>

function iteratorOf<Event>(items: ReturnType<Script<Event>['generate']>): Items<Event> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
}

async function stopped(items: Items<unknown>): Promise<void> {
  await items.return?.()
}

function changedItem<Event>(item: Event | Cue, change: Change<Event>): Event | Cue | undefined {
  if (!isCue(item)) return change(item, true)

  // A live stream also yields tracked cues, which are not part of the public type.
  const cue = item as Cue | ReturnType<typeof tracked>
  if (cue.type === 'unchecked') {
    // The author of `unchecked()` vouches for the type of its event.
    const event = change(cue.event as Event, false)
    return event === undefined ? undefined : { ...cue, event }
  }
  if (cue.type !== 'tracked') return cue

  // A live stream emits what a script yields.
  const inner = changedItem(cue.item as Event | Cue, change)
  if (inner !== undefined) {
    // The engine handles tracked cues.
    return { ...cue, item: inner } as unknown as Cue
  }
  // Nobody sends an event that is omitted.
  cue.delivered()
  return undefined
}
