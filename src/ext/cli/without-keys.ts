/** Matches an API key as OpenAI writes it. */
const OPENAI_KEY = /\bsk-[\w-]{6,}/g

/** Matches the key that OpenAI names in the error for a wrong key. */
const NAMED_KEY = /(API key provided: )\S+/g

/** Matches a field of a query that has a secret by its name. */
const SECRET_FIELD = /([?&][^=&]*(?:key|token|secret|password)[^=&]*=)[^&]*/gi

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
  return plain.replaceAll(OPENAI_KEY, MASK).replaceAll(NAMED_KEY, `$1${MASK}`)
}

/** Removes the secrets from the query of a URL. */
export function withoutSecrets(url: string): string {
  return url.replaceAll(SECRET_FIELD, `$1${MASK}`)
}
