import { abbreviate } from './inline.js'
import { lineOf } from './protocols/protocols.js'

/** How many events a message shows before and behind the one that it is about. */
const AROUND = 2

/** The lines of the events around one, which has lines of its own; of the first ones, where that is -1. */
export function excerpt(
  items: readonly unknown[],
  index: number,
  marked: readonly string[],
  line: (item: unknown) => string = lineOf,
): string {
  const first = Math.max(0, index - AROUND)
  const last = index + 1 + AROUND
  const show = (item: unknown, position: number) => numbered(' ', position, line(item))
  const lines = [
    ...rest(first),
    ...items.slice(first, Math.max(0, index)).map((item, offset) => show(item, first + offset)),
    ...marked,
    ...items.slice(index + 1, last).map((item, offset) => show(item, index + 1 + offset)),
    ...rest(items.length - last),
  ]
  return lines.join('\n')
}

/** The line of an item, with its index and a mark in front of it. */
export function numbered(mark: string, index: number, line: string): string {
  return `  ${mark} ${index}  ${abbreviate(line)}`
}

/** What stands for the items that are not shown. */
export function rest(count: number): string[] {
  return count > 0 ? [`    … ${count} more`] : []
}
