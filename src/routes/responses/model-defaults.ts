import type { Response } from 'openai/resources/responses/responses'

/** The default fields of a response that depend on its model. */
interface ModelDefaults {
  readonly prompt_cache_retention: '24h' | 'in_memory'
  readonly reasoning: NonNullable<Response['reasoning']>
  readonly top_p: number
}

type Effort = 'none' | 'medium'

/** The defaults of a model that does not reason. */
const plain: ModelDefaults = {
  prompt_cache_retention: 'in_memory',
  reasoning: { context: null, effort: null, summary: null },
  top_p: 1,
}

/** The defaults of OpenAI's models, as recorded in the summer of 2026. The first match counts. */
const MODELS: ReadonlyArray<readonly [name: RegExp, defaults: ModelDefaults]> = [
  [/^gpt-5(\.\d+)?-chat/, plain],
  [/^gpt-5\.6/, { ...reasoning('medium', 0.98, 'all_turns'), prompt_cache_retention: '24h' }],
  [/^gpt-5\.5/, { ...reasoning('medium', 0.98), prompt_cache_retention: '24h' }],
  [/^gpt-5\.4-nano/, { ...reasoning('none', 0.98), prompt_cache_retention: '24h' }],
  [/^gpt-5\.[24]/, reasoning('none', 0.98)],
  [/^gpt-5\.1-codex-max/, reasoning('none', 0.985)],
  [/^gpt-5\.1/, reasoning('none', 1)],
  [/^(gpt-5|o\d)/, reasoning('medium', 1)],
]

/** Gives the default fields of a response by the name of its model. */
export function modelDefaults(model: string): ModelDefaults {
  return MODELS.find(([name]) => name.test(model))?.[1] ?? plain
}

function reasoning(
  effort: Effort,
  top_p: number,
  context: 'current_turn' | 'all_turns' = 'current_turn',
): ModelDefaults {
  return { ...plain, reasoning: { context, effort, mode: 'standard', summary: null }, top_p }
}
