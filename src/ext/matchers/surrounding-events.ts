/** The number of events that a message shows before and behind the one that differs. */
const AROUND = 2

/** The longest line that a message shows, in characters. */
const LONGEST = 96

/**
 * Shows the lines of the items around one.
 *
 * @param index The zero-based index of the item; -1 shows the first ones.
 * @param marked The lines of the item itself.
 * @param line Shows an item on one line.
 */
export function surroundingEvents(
  items: readonly unknown[],
  index: number,
  marked: readonly string[],
  line: (item: unknown) => string,
): string {
  const first = Math.max(0, index - AROUND)
  const last = index + 1 + AROUND
  const show = (item: unknown, position: number) => numberedLine(' ', position, line(item))
  const lines = [
    ...moreLine(first),
    ...items.slice(first, Math.max(0, index)).map((item, offset) => show(item, first + offset)),
    ...marked,
    ...items.slice(index + 1, last).map((item, offset) => show(item, index + 1 + offset)),
    ...moreLine(items.length - last),
  ]
  return lines.join('\n')
}

/** Writes the line of an item behind a mark and its index; a long line is cut. */
export function numberedLine(mark: string, index: number, line: string): string {
  const shown = line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
  return `  ${mark} ${index}  ${shown}`
}

/** Writes how many items are not shown; no line where all are. */
export function moreLine(number: number): string[] {
  return number > 0 ? [`    … ${number} more`] : []
}
