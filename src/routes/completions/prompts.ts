import { valueAt } from '../protocol/fields.js'

/** The fields of a request on which the completion depends. */
export interface CompletionBody {
  /** The model that the completion repeats. */
  readonly model?: string | undefined
  /** One prompt or several: a text, or numbers of tokens. Each prompt has choices of its own. */
  readonly prompt?: string | readonly unknown[] | null | undefined
  /** The number of choices for each prompt; one unless given. */
  readonly n?: number | null | undefined
  /** True where the text of each choice begins with its prompt. */
  readonly echo?: boolean | null | undefined
}

/** Lists the prompts of a request as texts. A prompt of tokens, or none, is an empty text. */
export function promptsOf(body: unknown): string[] {
  const prompt = valueAt(body, 'prompt')
  if (typeof prompt === 'string') return [prompt]
  // A list of numbers is one prompt.
  const isList = Array.isArray(prompt) && prompt.length > 0 && typeof prompt[0] !== 'number'
  return isList ? prompt.map((each: unknown) => (typeof each === 'string' ? each : '')) : ['']
}
