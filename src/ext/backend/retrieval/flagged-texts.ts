import type { Moderation } from 'openai/resources/moderations'
import { MODERATION_CATEGORIES } from '../../../routes/moderations/complete.js'
import { isRegExp } from '../../../routes/protocol/asymmetric.js'
import { print } from '../../../routes/protocol/print.js'

/** A category of moderations, such as `violence`. */
export type ModerationCategory = keyof Moderation.Categories

/** A text that moderations flag. */
export type FlaggedText =
  | string
  | RegExp
  | {
      /** A part of the text, in upper or lower case, or a regular expression that finds one. */
      readonly match: string | RegExp
      /** The categories that apply to the text; `violence` alone unless given. */
      readonly categories?: readonly ModerationCategory[] | undefined
    }

/** The categories that apply to a text with which a test names none. */
const USUAL: readonly ModerationCategory[] = ['violence']

/** Gives the categories that apply to a text: those of each flagged text that it has. */
export function categoriesIn(
  text: string,
  flagged: readonly FlaggedText[],
): { [Category in ModerationCategory]?: true } {
  const found = flagged.map(rule).filter(({ match }) => isIn(text, match))
  return Object.fromEntries(
    found.flatMap(({ categories = USUAL }) => categories).map((name) => [name, true]),
  )
}

/**
 * Checks the texts that moderations flag.
 *
 * @param failure The first words of every error message.
 * @throws {TypeError} When one is neither a text nor a regular expression, or its categories are unknown.
 */
export function assertFlagged(failure: string, flagged: readonly FlaggedText[] = []): void {
  const problem = `${failure}: expected { flagged: ["bomb", /kill/i] }`
  if (!Array.isArray(flagged)) throw new TypeError(`${problem}, received ${print(flagged)}.`)
  const wrong = flagged.findIndex((one) => !isMatch(Object(rule(one)).match))
  if (wrong !== -1) {
    throw new TypeError(`${problem}, received ${print(flagged[wrong])} at flagged[${wrong}].`)
  }
  for (const [index, one] of flagged.entries()) {
    assertCategories(`${failure}: flagged[${index}]`, rule(one).categories)
  }
}

function assertCategories(place: string, categories: unknown = []): void {
  const known: readonly unknown[] = MODERATION_CATEGORIES
  if (Array.isArray(categories) && categories.every((name) => known.includes(name))) return
  throw new TypeError(
    `${place}.categories is ${print(categories)}. Expected a list of ${MODERATION_CATEGORIES.join(', ')}.`,
  )
}

function rule(flagged: FlaggedText): Exclude<FlaggedText, string | RegExp> {
  return isMatch(flagged) ? { match: flagged } : flagged
}

/** Recognizes a text or a regular expression. An empty text is a mistake: every text has it. */
function isMatch(match: unknown): match is string | RegExp {
  return isRegExp(match) || (typeof match === 'string' && match !== '')
}

function isIn(text: string, match: string | RegExp): boolean {
  if (typeof match === 'string') return text.toLowerCase().includes(match.toLowerCase())
  // Unlike test(), search() begins at the start of the text, even with the flag "g".
  return text.search(match) !== -1
}
