import type { Api } from '../../../routes/api.js'
import type { BehavioursOf } from '../behaviour.js'
import type { BackendContext } from '../context.js'
import { creatingResponses } from './create-response.js'
import { storedResponseBehaviours } from './stored-response-behaviours.js'
import { tokenBehaviours } from './token-behaviours.js'

/** Makes the behaviours of responses. */
export function responseBehaviours(context: BackendContext): BehavioursOf<Api['responses']> {
  const { inputTokens, compact } = tokenBehaviours(context)
  return {
    create: creatingResponses(context),
    ...storedResponseBehaviours(context),
    compact,
    inputTokens,
  }
}

/** Makes the behaviours of the beta of responses, which has the responses of the stable endpoints. */
export function betaResponseBehaviours(
  context: BackendContext,
): BehavioursOf<Api['beta']['responses']> {
  const beta: unknown = responseBehaviours(context)
  // The behaviours read the shared fields alone, and keep all others.
  return beta as BehavioursOf<Api['beta']['responses']>
}
