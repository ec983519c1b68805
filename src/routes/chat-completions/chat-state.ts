import { noteHead, type HeadState } from '../lint/chunk-rules.js'
import { isLeftOut } from '../lint/fitting-part.js'
import {
  namesOf,
  piecesOf,
  type CallNames,
  type LintedChoice,
  type LintedChunk,
  type LintedDelta,
  type LintedToolCall,
} from './linted-chunk.js'

/** A tool call of a choice: how it began, and the arguments of a function so far. */
interface CallState extends CallNames {
  readonly isFunction: boolean
  arguments: string
}

/** A choice, as far as a stream has it. */
export interface ChoiceState {
  finishReason: string | undefined
  hasAudio: boolean
  /** The tool calls by index, or by id where a server sends no index. */
  readonly calls: Map<number | string, CallState>
  /** The keys of the calls, by their ids. */
  readonly ids: Map<string, number | string>
  /** The key of the call to which the last piece belongs. */
  latest: number | string
  /** True once a call of the choice does not match the schema, so that its calls are not known. */
  hasBrokenCalls: boolean
  /** The arguments of a `function_call` so far; undefined where there is none. */
  functionCall: string | undefined
}

/** The stream of a chat completion up to one chunk. */
export interface ChatState extends HeadState {
  readonly choices: Map<number, ChoiceState>
  /** The indexes of the choices that need a finish_reason: OpenAI finishes no choice with an audio. */
  readonly open: Set<number>
  /** True once a chunk without choices has the usage. */
  hasUsage: boolean
  /** True once a chunk has no list of choices. */
  lacksChoices: boolean
  /** True once a choice does not match the schema, so that it is not known which ones have begun. */
  hasBrokenChoices: boolean
}

/** Begins a stream without chunks. */
export function beginChat(): ChatState {
  return {
    head: undefined,
    choices: new Map(),
    open: new Set(),
    hasUsage: false,
    lacksChoices: false,
    hasBrokenChoices: false,
  }
}

/** Adds a chunk to a stream. */
export function addChunk(state: ChatState, chunk: LintedChunk): void {
  noteHead(state, chunk)
  state.hasUsage ||= Boolean(chunk.usage) && !chunk.choices?.length
  state.lacksChoices ||= lacksChoices(chunk)
  state.hasBrokenChoices ||=
    isLeftOut(chunk, 'choices') ||
    chunk.choices?.some((choice) => isLeftOut(choice, 'delta')) === true
  for (const choice of piecesOf(chunk)) addChoice(state, choice)
}

/** Returns true for a chunk without a list of choices. What has no `object` is no chunk. */
function lacksChoices(chunk: LintedChunk): boolean {
  const isChunk = chunk.object !== undefined && !isLeftOut(chunk, 'choices')
  return isChunk && chunk.choices === undefined
}

/** Finds the first index that is missing before a higher one; undefined where there is no gap. */
export function gapIn(indexes: Iterable<number | string>): number | undefined {
  const known = new Set([...indexes].filter((index) => typeof index === 'number'))
  for (let index = 0; index < known.size; index++) if (!known.has(index)) return index
  return undefined
}

/** A piece of a tool call, with its place in the stream. */
export interface PlacedPiece {
  readonly piece: LintedToolCall
  /** The key of the call: its index, or its id where a server sends no index. */
  readonly key: number | string
  /** The call as far as the chunks before have it; undefined where they have none. */
  readonly call: CallNames | undefined
  /** True for the first piece of its call. */
  readonly isNew: boolean
  /** True where the piece before belongs to the same call. */
  readonly isLatest: boolean
  /** The number of calls before this piece. */
  readonly count: number
  /** True for an id that another call of the choice has. */
  readonly hasUsedId: boolean
}

/** Lists the pieces of tool calls in a chunk, with their places. */
export function placedPieces(chunk: LintedChunk, before: ChatState): PlacedPiece[] {
  return withKnownCalls(chunk, before).flatMap((choice) => placedIn(choice, before))
}

/** Lists the choices of a chunk whose calls match the schema so far. */
export function withKnownCalls(chunk: LintedChunk, { choices }: Pick<ChatState, 'choices'>) {
  return piecesOf(chunk).filter(
    (choice) => !choices.get(choice.index)?.hasBrokenCalls && !hasBrokenCalls(choice),
  )
}

/** Lists the pieces of tool calls in a choice, with their places. */
export function placedIn(
  { index, delta }: LintedChoice,
  { choices }: Pick<ChatState, 'choices'>,
): PlacedPiece[] {
  return delta?.tool_calls ? placed(delta.tool_calls, choices.get(index)) : []
}

function placed(
  pieces: readonly LintedToolCall[],
  { calls, ids, latest: last }: Pick<ChoiceState, 'calls' | 'ids' | 'latest'> = NOTHING,
): PlacedPiece[] {
  const added = new Set<number | string>()
  const addedIds = new Map<string, number | string>()
  let latest = last
  return pieces.map((piece) => {
    const { id } = piece
    const key = keyOf(piece, latest)
    const isNew = !calls.has(key) && !added.has(key)
    const owner = id ? (ids.get(id) ?? addedIds.get(id) ?? key) : key
    const call = calls.get(key)
    const place = { piece, key, call, isNew, isLatest: key === latest, hasUsedId: owner !== key }
    const count = calls.size + added.size
    if (isNew) added.add(key)
    if (id) addedIds.set(id, owner)
    latest = key
    return { ...place, count }
  })
}

/** Finds the call of a piece. Without an index, a new id begins a new call. */
function keyOf({ index, id }: LintedToolCall, latest: number | string): number | string {
  return index ?? (id || latest)
}

const NOTHING: Pick<ChoiceState, 'calls' | 'ids' | 'latest'> = {
  calls: new Map(),
  ids: new Map(),
  latest: 0,
}

function addChoice({ choices, open }: ChatState, added: LintedChoice): void {
  const { index, delta, finish_reason } = added
  let choice = choices.get(index)
  if (!choice) {
    choice = {
      finishReason: undefined,
      hasAudio: false,
      hasBrokenCalls: false,
      calls: new Map(),
      ids: new Map(),
      latest: 0,
      functionCall: undefined,
    }
    choices.set(index, choice)
    open.add(index)
  }
  choice.hasAudio ||= Boolean(delta?.audio)
  choice.hasBrokenCalls ||= hasBrokenCalls(added)
  const isFinished = Boolean(finish_reason) || isLeftOut(added, 'finish_reason')
  if (choice.hasAudio || isFinished) open.delete(index)
  for (const piece of delta?.tool_calls ?? []) addPiece(choice, piece)
  choice.functionCall = joinedCall(choice.functionCall, delta)
  if (!finish_reason || choice.finishReason !== undefined) return
  choice.finishReason = finish_reason
  // Nothing asks for them any more.
  for (const call of choice.calls.values()) call.arguments = ''
  choice.functionCall &&= ''
}

/** Returns true for a choice with a call that does not match the schema. */
function hasBrokenCalls({ delta }: LintedChoice): boolean {
  if (isLeftOut(delta, 'tool_calls') || isLeftOut(delta, 'function_call')) return true
  const called = delta?.tool_calls?.flatMap((piece) => [piece, piece.function, piece.custom])
  return [delta?.function_call, ...(called ?? [])].some((fields) => isLeftOut(fields))
}

/** Joins the arguments of a `function_call` with those in a delta; undefined where there is none. */
export function joinedCall(joined: string | undefined, delta: LintedDelta | undefined) {
  const called = delta?.function_call
  return called ? (joined ?? '') + (called.arguments ?? '') : joined
}

function addPiece(choice: ChoiceState, piece: LintedToolCall): void {
  const key = keyOf(piece, choice.latest)
  const call = choice.calls.get(key)
  const text = piece.function?.arguments ?? ''
  choice.latest = key
  if (piece.id && !choice.ids.has(piece.id)) choice.ids.set(piece.id, key)
  if (call) call.arguments += text
  else choice.calls.set(key, { ...namesOf(piece), isFunction: !piece.custom, arguments: text })
}
