import { indexed, type ChunkHead } from '../lint/chunk-rules.js'

/** A piece of a tool call, as the schema of chunks allows it. */
export interface LintedToolCall {
  readonly index?: number | null | undefined
  readonly id?: string | null | undefined
  readonly type?: string | null | undefined
  readonly function?: LintedFunction | null | undefined
  readonly custom?: LintedFunction | null | undefined
}

interface LintedFunction {
  readonly name?: string | null | undefined
  readonly arguments?: string | null | undefined
}

/** A delta, as the schema of chunks allows it. */
export interface LintedDelta {
  readonly role?: string | null | undefined
  readonly content?: unknown
  readonly tool_calls?: readonly LintedToolCall[] | null | undefined
  /** The one call that the first models make. */
  readonly function_call?: LintedFunction | null | undefined
  readonly audio?: unknown
}

/** A choice of a chunk, as the schema of chunks allows it. */
export interface LintedChoice {
  readonly index: number
  readonly delta?: LintedDelta | undefined
  readonly finish_reason?: string | null | undefined
}

/**
 * A chunk, as the schema of chunks allows it: other servers omit what the SDK's type requires. A
 * field that does not match the schema is undefined.
 */
export interface LintedChunk extends ChunkHead {
  readonly object: string | undefined
  readonly choices?: readonly LintedChoice[] | undefined
  readonly usage?: object | null | undefined
  readonly moderation?: object | null | undefined
}

/** Lists the choices of a chunk that have a delta. A chunk that only pads an audio has no choices. */
export function piecesOf({
  choices = [],
}: LintedChunk): ReadonlyArray<LintedChoice & { readonly delta: LintedDelta }> {
  return choices.filter(hasDelta).map(indexed)
}

function hasDelta(choice: LintedChoice): choice is LintedChoice & { readonly delta: LintedDelta } {
  return choice.delta !== undefined
}

/** The fields with which a tool call begins. */
export interface CallNames {
  readonly id: string | undefined
  readonly type: string | undefined
  readonly name: string | undefined
}

/** Gives the fields of a piece with which a tool call begins; undefined where the piece has none. */
export function namesOf({ id, type, custom, function: called }: LintedToolCall): CallNames {
  return {
    id: id || undefined,
    type: type || undefined,
    name: (called?.name ?? custom?.name) || undefined,
  }
}
