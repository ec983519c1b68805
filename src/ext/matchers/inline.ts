import { isAsymmetric } from '../../routes/when/pattern.js'
import { print } from '../../routes/when/print.js'

/** The longest line that a message has of an event. */
const LONGEST = 96

/** A value on one line, all of it. */
export function inline(value: unknown): string {
  return isAsymmetric(value) ? print(value) : (JSON.stringify(value, spell) ?? String(value))
}

/** A line that is not too long for a message. */
export function abbreviate(line: string): string {
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}

/** What JSON has no words for. */
function spell(_: string, value: unknown): unknown {
  if (isAsymmetric(value)) return print(value)
  return typeof value === 'bigint' ? `${value}n` : value
}
