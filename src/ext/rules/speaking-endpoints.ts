import { api } from '../../routes/api.js'
import { endpointsOf } from '../../routes/endpoints-of.js'

/** The endpoints at which a model speaks: they read a conversation, and answer with a reply. */
const SPEAKING = endpointsOf(api).filter(({ request, fromReply }) => request && fromReply)

/** The names of the endpoints at which a model speaks. */
export const ENDPOINTS: readonly string[] = SPEAKING.map(({ name }) => name)

/** The names of those at which a model calls no tools: their requests offer none. */
export const WITHOUT_TOOLS: readonly string[] = SPEAKING.filter(
  ({ request }) => !request?.tools,
).map(({ name }) => name)
