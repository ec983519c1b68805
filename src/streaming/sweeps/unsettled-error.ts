/** Something has not settled in time. */
export class UnsettledError extends Error {
  override readonly name = 'UnsettledError'

  /** @param ms How long it had, in milliseconds. */
  constructor(
    task: string,
    readonly ms: number,
  ) {
    super(`Failed to ${task}: it did not settle within ${ms} ms.`)
  }
}
