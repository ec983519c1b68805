import { pace, type Stage } from '../../streaming/index.js'
import { explainThrown } from '../../streaming/internal.js'
import { UsageError } from './command.js'

/**
 * Reads the value of `--pace`: milliseconds, or fields of a tempo such as `first=300,each=30`.
 *
 * @throws {UsageError} When the value is no tempo.
 */
export function paceOf(text: string): Stage {
  try {
    return pace(isNumber(text) ? Number(text) : Object(fieldsOf(text)))
  } catch (error) {
    const expected = 'Expected --pace 20, first=300,each=30 or tokensPerSecond=50.'
    throw new UsageError(`Failed to read --pace ${text}: ${explainThrown(error)} ${expected}`)
  }
}

function fieldsOf(text: string): object {
  const fields = text.split(',').map((field) => field.split('='))
  const wrong = fields.find(
    ([, value = ''], index) => !isNumber(value) || fields[index]?.length !== 2,
  )
  if (wrong) throw new TypeError(`"${wrong.join('=')}" is no field with a number.`)
  return Object.fromEntries(fields.map(([name, value]) => [name, Number(value)]))
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text))
}
