import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { CompletionUsage } from 'openai/resources/completions'
import type { Cue } from '../../streaming/index.js'
import { copyRequest } from '../copy-request.js'
import { textAt, valueAt } from '../protocol/fields.js'
import type { EndpointOf } from './change-by-name.js'
import {
  ownFieldsOf,
  piecesOf,
  readMessage,
  withWholeCalls,
  type ChatPiece,
  type MessageFields,
} from './chat-pieces.js'
import { countsOf, type UsageCounts } from './usage-counts.js'

type ChatEndpoint = EndpointOf<'chat.completions.create'>
type Request = Parameters<NonNullable<ChatEndpoint['unfold']>>[1]
type Fields = Readonly<Record<string, unknown>>

/** The facts on which all chunks of one stream depend. */
export interface ChatHead {
  readonly id: string
  readonly created: number
  readonly model: string
  readonly system_fingerprint: string | null | undefined
  /** The number of the request on its route. */
  readonly number: number
  /** True where the request asks for the usage. */
  readonly asksForUsage: boolean
  /** True where the message has a reasoning. */
  readonly hasReasoning: boolean
  /** The reason of the last choice. */
  readonly finish_reason: string | undefined
  /** The numbers of tokens of the whole answer. */
  readonly usage: CompletionUsage | undefined
  /** The other fields of the completion, which the author gave. */
  readonly more: Fields
}

/** The place of a piece in its stream. */
interface PiecePlace {
  /** The zero-based index of the chunk in the stream. */
  readonly position: number
  /** The text of the choice up to this piece. */
  readonly text: string
  /** The usage as the server writes it, for the last chunk with a choice; undefined for any other. */
  readonly usage: object | undefined
}

/** The way in which one server writes the answers that are given as a text, a resource or a reply. */
export interface ChatStyle {
  /** The chunk with the role: one before the first piece, the first piece, or every chunk. */
  readonly role: 'alone' | 'first' | 'always'
  /** True where each tool call is one piece. */
  readonly hasWholeCalls?: boolean
  /** The rules of the lint that the server does not obey. */
  readonly withoutRules?: readonly string[]
  /** Gives the records and comments before the first piece. */
  opening?(head: ChatHead): ReadonlyArray<object | Cue>
  /** Writes the chunk of one piece, or of the end of a choice. */
  chunk(piece: ChatPiece, head: ChatHead, place: PiecePlace): object
  /** Writes the last chunk, with the usage; none unless given, and none for undefined. */
  end?(usage: object, head: ChatHead): object | undefined
  /** Writes the numbers of tokens. */
  usage(counts: UsageCounts): object
  /** Writes the message of a plain answer, without its role. */
  message(fields: MessageFields): object
}

/** Makes an endpoint of chat completions that writes its answers in the style of a server. */
export function inStyle(endpoint: ChatEndpoint, style: ChatStyle): ChatEndpoint {
  return {
    ...endpoint,
    ...(style.withoutRules && { withoutRules: style.withoutRules }),
    unfold(completion, request) {
      const pieces = piecesOf(endpoint.unfold?.(completion, withoutOptions(request)) ?? [])
      const chunks = [...write(pieces, headOf(completion, pieces, request), style)]
      // Chunks of other servers have other fields than the SDK's type.
      return chunks as ChatCompletionChunk[]
    },
    plain: (completion) => plainAnswer(completion, style),
  }
}

function plainAnswer(completion: ChatCompletion, style: ChatStyle): object {
  const { choices, usage, service_tier: _tier, ...rest } = completion
  const { id, object, created, model, ...others } = rest
  return {
    id,
    object,
    created,
    model,
    choices: choices.map(({ index, message, ...choice }) => ({
      index,
      message: { role: 'assistant', content: null, ...style.message(readMessage(message)) },
      ...choice,
    })),
    ...(usage && { usage: style.usage(countsOf(usage)) }),
    ...others,
  }
}

/** Gives a request without padding and usage: the style of a server decides about both. */
function withoutOptions(request: Request): Request {
  return {
    ...copyRequest(request),
    body: { ...request.body, stream_options: { include_obfuscation: false } },
  }
}

function headOf(
  completion: ChatCompletion,
  pieces: readonly ChatPiece[],
  { number, body }: Request,
): ChatHead {
  const { id, created, model, system_fingerprint, usage } = completion
  return {
    id,
    created,
    model,
    system_fingerprint,
    number,
    asksForUsage: valueAt(body, 'stream_options', 'include_usage') === true,
    hasReasoning: pieces.some(({ delta }) => delta.reasoning !== undefined),
    finish_reason: pieces.at(-1)?.finish_reason ?? undefined,
    usage,
    more: ownFieldsOf(completion),
  }
}

function* write(given: readonly ChatPiece[], head: ChatHead, style: ChatStyle): Generator<object> {
  const pieces = withRoles(style.hasWholeCalls ? withWholeCalls(given) : given, style.role)
  const usage = head.usage && style.usage(countsOf(head.usage))
  const texts = new Map<number, string>()
  const chunks = pieces.map((piece, position) => {
    const { index, delta } = piece
    const text = `${texts.get(index) ?? ''}${textAt(delta, 'content')}`
    texts.set(index, text)
    const isLast = position === pieces.length - 1
    return style.chunk(piece, head, { position, text, usage: isLast ? usage : undefined })
  })
  const last = usage && style.end?.(usage, head)

  yield* style.opening?.(head) ?? []
  yield* withOwnFields(last ? [...chunks, last] : chunks, head.more)
}

/** Adds the role to the pieces of each choice. */
function withRoles(pieces: readonly ChatPiece[], role: ChatStyle['role']): ChatPiece[] {
  const begun = new Set<number>()
  return pieces.flatMap((piece) => {
    const isNew = !begun.has(piece.index)
    begun.add(piece.index)
    const withRole = { ...piece, delta: { role: 'assistant', ...piece.delta } }
    if (role === 'always' || (role === 'first' && isNew)) return [withRole]
    return isNew ? [roleOf(piece), piece] : [piece]
  })
}

function roleOf({ index }: ChatPiece): ChatPiece {
  return {
    index,
    delta: { role: 'assistant' },
    finish_reason: null,
    logprobs: undefined,
    more: {},
  }
}

/** Adds to the last chunk those of the author's own fields that no chunk has. */
function withOwnFields(chunks: readonly object[], own: Fields): object[] {
  const rest = Object.entries(own).filter(([name]) => !chunks.some((chunk) => name in chunk))
  const last = chunks.length - 1
  return chunks.map((chunk, position) =>
    position === last ? { ...chunk, ...Object.fromEntries(rest) } : chunk,
  )
}
