/** A route could not answer a call: its function threw, or its answers ran out. The `cause` is the reason. */
export class UnansweredCallError extends Error {
  override readonly name = 'UnansweredCallError'

  constructor(
    /** The name of the endpoint. */
    readonly endpoint: string,
    /** The zero-based index of the call in `route.calls`. */
    readonly index: number,
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`Failed to answer calls[${index}] of "${endpoint}": ${reason}`, { cause })
  }
}
