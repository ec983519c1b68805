import { AsyncEventStream, type Cue, type Script } from '../../../streaming/index.js'
import { isCue, orAborted, printError } from '../../../streaming/internal.js'
import type { ResponseEvent } from '../../../routes/responses/response-event-schema.js'

/** A script whose events are changed, and whose failure is noted. It ends at once when it is stopped. */
export class FollowedScript extends AsyncEventStream<ResponseEvent> {
  constructor(
    private readonly script: Script<ResponseEvent>,
    private readonly follow: (event: ResponseEvent) => ResponseEvent,
    private readonly fail: (error: unknown) => void,
  ) {
    super()
  }

  async *generate(signal: AbortSignal): AsyncGenerator<ResponseEvent | Cue> {
    const items = iteratorOf(this.script.generate(signal))
    try {
      for (;;) {
        const { done, value } = await orAborted(Promise.resolve(items.next()), signal)
        if (done) return
        yield inside(value, this.follow)
      }
    } catch (error) {
      if (signal.aborted) return
      this.fail(error)
      throw error
    } finally {
      // Not awaited: a script that ignores its signal may never stop.
      stopped(items).catch(printError)
    }
  }
}

type Items = Iterator<ResponseEvent | Cue> | AsyncIterator<ResponseEvent | Cue>

function iteratorOf(items: ReturnType<Script<ResponseEvent>['generate']>): Items {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
}

async function stopped(items: Items): Promise<void> {
  await items.return?.()
}

/** Changes an event, also one inside a cue. */
function inside<Item>(item: Item, change: (event: ResponseEvent) => ResponseEvent): Item {
  const cue: unknown = item
  // Anything but a cue is an event, and so is the event that `unchecked()` has. The cue of a live
  // stream has an item.
  if (!isCue(cue)) return change(item as ResponseEvent) as Item
  if (cue.type === 'unchecked') return { ...item, event: change(cue.event as ResponseEvent) }
  return 'item' in cue ? { ...item, item: inside(cue.item, change) } : item
}
