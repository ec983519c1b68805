import { isScript, type Script } from '../../streaming/index.js'
import { encodeText, eventsIn, isCue } from '../../streaming/internal.js'

/** Gives what a script yields, with its cues, until it drops the connection or stalls. */
export function scriptItems(script: Script<unknown>): Iterable<unknown> | AsyncIterable<unknown> {
  return Symbol.asyncIterator in script ? laterItems(script) : itemsAtOnce(script)
}

/** Recognizes a script that can be iterated. */
export function isReadableScript(value: unknown): value is Script<unknown> {
  return isScript(value) && (Symbol.iterator in value || Symbol.asyncIterator in value)
}

/** Lists the event or the bytes of an item; nothing for a cue that has neither. */
export function contentOf(item: unknown): unknown[] {
  if (!isCue(item) || item.type !== 'raw') return eventsIn(item)
  return [typeof item.content === 'string' ? encodeText(item.content) : item.content]
}

function* itemsAtOnce(script: Extract<Script<unknown>, Iterable<unknown>>): Generator<unknown> {
  for (const item of script.generate(unaborted())) {
    yield item
    if (endsScript(item)) return
  }
}

async function* laterItems(
  script: Extract<Script<unknown>, AsyncIterable<unknown>>,
): AsyncGenerator<unknown> {
  for await (const item of script.generate(unaborted())) {
    yield item
    if (endsScript(item)) return
  }
}

function endsScript(item: unknown): boolean {
  return isCue(item) && (item.type === 'cut' || item.type === 'stall')
}

function unaborted(): AbortSignal {
  return new AbortController().signal
}
