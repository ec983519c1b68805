/** Matches an API key as OpenAI writes it. */
const OPENAI_KEY = /\bsk-[\w-]{6,}/g

/** Matches a field of a query or a form that has a secret by its name. */
const SECRET_FIELD = /([?&][^=&#]*(?:key|token|secret|password)[^=&#]*=)[^&#\s]*/gi

/** The fewest characters of a key. To remove a shorter one would remove parts of words. */
const SHORTEST_KEY = 4

const MASK = '***'

/**
 * Removes API keys from a text that is printed or written to a file.
 *
 * @param keys The keys to remove beside those that look like keys.
 */
export function withoutKeys(text: string, keys: ReadonlyArray<string | undefined> = []): string {
  const known = keys.filter((key) => key !== undefined && key.length >= SHORTEST_KEY)
  const plain = known.reduce<string>((rest, key) => rest.replaceAll(String(key), MASK), text)
  return plain.replaceAll(OPENAI_KEY, MASK).replaceAll(SECRET_FIELD, `$1${MASK}`)
}
