/** The fields in which the chunks of one model differ from those of another. */
export interface Habits {
  /** The fingerprint of the system; null where the API sends none. */
  readonly system_fingerprint: string | null
  /** The log probabilities of a choice where none were asked for; undefined where the API omits the key. */
  readonly logprobs: null | undefined
}

const USUAL: Habits = { system_fingerprint: 'fp_1', logprobs: null }

/** The habits of OpenAI's models in 2026, by name. A model that is not here has the usual ones. */
const HABITS: ReadonlyArray<readonly [models: RegExp, habits: Habits]> = [
  [/^(gpt-[5-9]|o\d)/, { system_fingerprint: null, logprobs: undefined }],
  [/^gpt-audio/, { ...USUAL, logprobs: undefined }],
  [/^gpt-(4|3\.5)(-|$)/, { ...USUAL, system_fingerprint: null }],
]

/** The last model with its habits. The parts of one stream, and most requests, have the same model. */
let last = { model: '', habits: USUAL }

/** Gives the habits of a model. A fine-tuned model, `ft:gpt-4o:…`, has those of its base. */
export function habitsOf(model: unknown): Habits {
  if (typeof model !== 'string') return findHabits(model)
  if (model !== last.model) last = { model, habits: findHabits(model) }
  return last.habits
}

function findHabits(model: unknown): Habits {
  // A request that is not checked may have anything for a model.
  const base = String(model).replace(/^ft:/, '')
  return HABITS.find(([models]) => models.test(base))?.[1] ?? USUAL
}
