/** A difference between answers and the API description that is right. */
interface Reviewed {
  /** The names of the routes. */
  readonly routes: RegExp
  /** The differences, as `differencesOf()` words them. */
  readonly differences: RegExp
  /** The reason why the answer is right. */
  readonly because: string
}

/** The differences between the answers of the routes and the API description that are right. */
export const REVIEWED: readonly Reviewed[] = [
  {
    routes: /^files\.|^uploads\.complete$/,
    differences: /\/(expires_at|status_details) must be .*: null$/,
    because: 'OpenAI sends null for each field of a file that has no value.',
  },
  {
    routes: /^batches\./,
    differences: /\/(\w+_at|\w+_file_id|errors|model) must be .*: null$/,
    because: 'OpenAI sends null for each field of a batch that has no value.',
  },
  {
    routes: /^vectorStores\.(create|retrieve|update|list)$/,
    differences: /\/expires_after must be object: null$/,
    because: 'OpenAI sends null for a store that does not expire.',
  },
  {
    routes: /^(beta\.)?responses\.(create|retrieve|cancel)$/,
    differences: /^\/user must be string: null$/,
    because: 'OpenAI sends null for a response to nobody in particular.',
  },
  {
    routes: /^(beta\.)?responses\.(create|retrieve|cancel)$/,
    differences: /^\/usage must be object: null$/,
    because: 'OpenAI sends null for a response that is not over, and for one that was cancelled.',
  },
  {
    routes: /^beta\.threads\.(runs\.(?!steps)|createAndRun)/,
    differences: /\/instructions must be string: null$/,
    because: 'OpenAI sends null for a run without instructions.',
  },
  {
    routes: /^beta\.threads\.runs\.steps\./,
    differences: /must have required property '(expired_at|metadata)'/,
    because: 'OpenAI sends a step without these fields, and with `expires_at`.',
  },
  {
    routes: /^chat\.completions\.create$/,
    differences: /'logprobs'|^\/system_fingerprint must be string: null$/,
    because: 'OpenAI sends neither for the models of the family gpt-5.',
  },
  {
    routes: /^chat\.completions\.messages\.list$/,
    differences: /\/role must be equal to one of the allowed values: "user"$/,
    because: 'These are the messages of the request, of which only some are the role of the model.',
  },
  {
    routes: /^embeddings\.create$/,
    differences: /\/embedding must be array: "/,
    because: 'The SDK asks for base64, and decodes it.',
  },
  {
    routes: /^audio\.voices\.create$/,
    differences: /^ must NOT have additional properties: .*"type":"audio_sample"/,
    because: 'The SDK types the `type` of a voice, which is newer than this description.',
  },
]

/** Recognizes a difference that is right. */
export function isReviewed(route: string, difference: string): boolean {
  return REVIEWED.some(
    ({ routes, differences }) => routes.test(route) && differences.test(difference),
  )
}
