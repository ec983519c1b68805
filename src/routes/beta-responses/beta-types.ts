import type { OpenAI } from 'openai'
import type { ResponseCreateParamsBase, ResponseItem } from 'openai/resources/responses/responses'
import type { CompactBody, CompactedResponse } from '../responses/compaction.js'
import type { ResponseEvent, WireResponse } from '../responses/response-event-schema.js'

/** The resource `client.beta.responses` of the SDK; never before openai 6, which lacks it. */
type BetaResponses = OpenAI['beta'] extends { readonly responses: infer Resource }
  ? Resource
  : never

/** The parameters and the result of the last overload of `create`, whose result is a stream or a response. */
type CreationOf<Resource> = Resource extends {
  create(params: infer Params, ...rest: never[]): PromiseLike<infer Result>
}
  ? { params: Params; result: Result }
  : never
type EventOf<Result> = Result extends AsyncIterable<infer Event> ? Event : never

type Creation = CreationOf<BetaResponses>
type SdkEvent = EventOf<Creation['result']>
type SdkResponse = Exclude<Creation['result'], AsyncIterable<unknown>>

/** Replaces the response of an event by that of the wire, whose usage may be null. */
type OnWire<Type> = Type extends { usage?: infer Usage }
  ? Omit<Type, 'usage'> & { usage?: Usage | null }
  : Type extends { response: infer Response }
    ? Omit<Type, 'response'> & { response: OnWire<Response> }
    : Type

/** The agent that made an event. */
interface MadeByAgent {
  agent?: { agent_name: string } | null
}

/** An event of `beta.responses`: one of Responses, or one that the SDK types for the beta, with the agent that made it. */
export type BetaResponseEvent = (ResponseEvent & MadeByAgent) | OnWire<SdkEvent>

/** A response of `beta.responses` on the wire. */
export type BetaWireResponse = WireResponse | OnWire<SdkResponse>

type BodyOf<Of extends { params: unknown }> = [Of] extends [never]
  ? ResponseCreateParamsBase
  : Omit<Of['params'], 'betas'>

/**
 * The body of a request for a response. The `betas` are sent as a header. An interface, since the
 * types of the package would name those of the SDK in the place of an alias.
 */
export interface BetaResponseBody extends BodyOf<Creation> {}

/** The body of a request that compacts a conversation. */
export interface BetaCompactBody
  extends
    Pick<CompactBody, 'model'>,
    Pick<BetaResponseBody, 'input' | 'instructions' | 'previous_response_id'> {}

/** An item of the output of a response of the beta. */
type OutputItem = BetaWireResponse['output'][number]

/** A compacted conversation of the beta. */
export interface BetaCompactedResponse extends Omit<CompactedResponse, 'output'> {
  /** The items that replace those of the conversation. */
  readonly output: ReadonlyArray<CompactedResponse['output'][number] | OutputItem>
}

type ItemOf<Resource> = Resource extends {
  readonly inputItems: { list(...params: never[]): AsyncIterable<infer Item> }
}
  ? Item
  : never

/** An item of the input of a response: one of Responses, or one that the SDK types for the beta. */
export type BetaResponseItem = ResponseItem | ItemOf<BetaResponses>
