import type { Api } from '../../../routes/api.js'
import { textAt } from '../../../routes/protocol/fields.js'
import { moderatedInputs } from '../../../routes/moderations/complete.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'
import { categoriesIn } from './flagged-texts.js'

/** Makes the behaviours of moderations: they flag what the test lists. */
export function moderationBehaviours({
  flagged,
}: BackendContext): BehavioursOf<Api['moderations']> {
  return {
    create: ({ body }) =>
      moderatedInputs(body).map((parts) => ({
        categories: categoriesIn(parts.map(textOf).join('\n'), flagged),
      })),
  }
}

/** Gives the text of a part of an input: for an image, its URL. */
function textOf(part: unknown): string {
  return typeof part === 'string' ? part : textAt(part, 'text') || textAt(part, 'image_url', 'url')
}
