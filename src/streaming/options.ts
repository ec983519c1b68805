import { nearestName } from './nearest-name.js'

const NO_OPTIONS: ReadonlySet<string> = new Set()

/**
 * Checks the names of options, which plain JavaScript may have misspelt. Options that are known cost
 * one look-up each.
 *
 * @param failure The first words of the message.
 * @param known The names of all options.
 * @param kind The word for them; `option` unless given.
 * @throws {TypeError} When an option is unknown.
 */
export function checkOptions(
  failure: string,
  options: object,
  known: ReadonlySet<string>,
  kind = 'option',
): void {
  const problem = unknownIn(options, known, kind)
  if (problem !== undefined) throw new TypeError(`${failure}: ${problem}`)
}

/**
 * Checks that a function without options gets none, as plain JavaScript may give.
 *
 * @param failure The first words of the message.
 * @param given The arguments behind the last one that the function has.
 * @throws {TypeError} When the next argument is an object with an option.
 */
export function checkNoOptions(failure: string, given: readonly unknown[]): void {
  const [options] = given
  if (typeof options !== 'object' || options === null) return
  checkOptions(failure, options, NO_OPTIONS)
}

/**
 * Describes a name that is unknown, with the known names and the nearest of them; undefined where all
 * are known.
 */
export function unknownIn(
  options: object,
  known: ReadonlySet<string>,
  kind: string,
): string | undefined {
  const unknown = Object.keys(options).find((name) => !known.has(name))
  if (unknown === undefined) return undefined

  const names = [...known]
  const expected = names.length === 0 ? 'no options' : `{ ${names.join(', ')} }`
  const nearest = nearestName(unknown, names)
  const advice = nearest === undefined ? '' : ` Did you mean "${nearest}"?`
  return `unknown ${kind} "${unknown}". Expected ${expected}.${advice}`
}
