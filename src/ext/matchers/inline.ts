/** The longest line that a message has of an event. */
const LONGEST = 96

/** A line that is not too long for a message. */
export function abbreviate(line: string): string {
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}
