import type { Api } from '../../../routes/api.js'
import { embeddingInputs } from '../../../routes/embeddings/complete.js'
import type { BehavioursOf } from '../behaviour.js'
import { countTokens } from '../model/count-tokens.js'

/** Makes the behaviours of embeddings. */
export function embeddingBehaviours(): BehavioursOf<Api['embeddings']> {
  return {
    async create({ body }) {
      const counts = await Promise.all(
        embeddingInputs(body).map((input) =>
          typeof input === 'string' ? countTokens(input) : input.length,
        ),
      )
      const prompt_tokens = counts.reduce((sum, count) => sum + count, 0)
      // The endpoint makes the vectors.
      return { usage: { prompt_tokens, total_tokens: prompt_tokens } }
    },
  }
}
