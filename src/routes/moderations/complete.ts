import type { Moderation, ModerationCreateResponse } from 'openai/resources/moderations'
import type { CallRequest } from '../endpoint.js'
import { fill, type Partially } from '../protocol/defaults.js'
import { listAt, valueAt, textAt } from '../protocol/fields.js'
import { isItems } from '../resources/list-page.js'
import { assertOneEach } from '../resources/one-each.js'

type Category = keyof Moderation.Categories

/** The kinds of input that each category judges. A category that the SDK adds causes a compile error here. */
const CATEGORIES = {
  harassment: ['text'],
  'harassment/threatening': ['text'],
  sexual: ['text', 'image'],
  hate: ['text'],
  'hate/threatening': ['text'],
  illicit: ['text'],
  'illicit/violent': ['text'],
  'self-harm/intent': ['text', 'image'],
  'self-harm/instructions': ['text', 'image'],
  'self-harm': ['text', 'image'],
  'sexual/minors': ['text'],
  violence: ['text', 'image'],
  'violence/graphic': ['text', 'image'],
} satisfies Record<Category, ReadonlyArray<'text' | 'image'>>

/** The default scores of a category that is flagged, and of one that is not. */
const SCORES = { flagged: 0.95, clear: 0.0001 }

/**
 * Makes the moderation of a request: one result for each text, and one for all parts of a message.
 *
 * @throws {TypeError} Unless there is one result for each input.
 */
export function completeModeration(
  given: ReadonlyArray<Partially<Moderation>> | Partially<ModerationCreateResponse>,
  { body, number }: Pick<CallRequest, 'body' | 'number'>,
): ModerationCreateResponse {
  const inputs = moderatedInputs(body)
  const { results = inputs.map(() => ({})), ...rest }: Partially<ModerationCreateResponse> =
    isItems(given) ? { results: given } : given
  assertOneEach('moderations.create', 'result', results.length, inputs.length)

  const blank: ModerationCreateResponse = {
    id: `modr-${number}`,
    model: textAt(body, 'model') || 'omni-moderation-latest',
    results: results.map((result, index) => completeResult(result, kindsOf(inputs[index]))),
  }
  return fill(blank, rest)
}

/** Lists the inputs of a request, each as a list of its parts: a text, or several parts of a message. */
export function moderatedInputs(body: unknown): ReadonlyArray<readonly unknown[]> {
  const parts = listAt(body, 'input')
  if (parts.some((part) => typeof part === 'object')) return [parts]
  return parts.length > 0 ? parts.map((part) => [part]) : [[valueAt(body, 'input')]]
}

/** Gives the kinds of the parts of an input. */
function kindsOf(parts: readonly unknown[] = []): string[] {
  return parts.map((part) => (valueAt(part, 'type') === 'image_url' ? 'image' : 'text'))
}

/** Makes a whole result. Unless given, the categories agree with the scores, and all else with the categories. */
function completeResult(given: Partially<Moderation>, kinds: readonly string[]): Moderation {
  const { categories = {}, category_scores = {} } = given
  const isFlagged = (category: Category): boolean =>
    categories[category] ?? (category_scores[category] ?? 0) >= 0.5

  const blank = {
    flagged: MODERATION_CATEGORIES.some(isFlagged),
    categories: table(isFlagged),
    category_scores: table((category) => (isFlagged(category) ? SCORES.flagged : SCORES.clear)),
    category_applied_input_types: table((category) =>
      CATEGORIES[category].filter((kind) => kinds.includes(kind)),
    ),
  }
  // The tables have all categories.
  return fill(blank as Moderation, given)
}

/** The categories of moderations. */
// The table has the categories alone.
export const MODERATION_CATEGORIES = Object.keys(CATEGORIES) as readonly Category[]

/** Makes a table of the categories. */
function table<Value>(valueOf: (category: Category) => Value): { [Name in Category]: Value } {
  const entries: unknown = Object.fromEntries(
    MODERATION_CATEGORIES.map((name) => [name, valueOf(name)]),
  )
  // The names are those of the categories.
  return entries as { [Name in Category]: Value }
}
