/** A value, or the promise of one: what need not wait costs no turn of the event loop. */
export type MaybePromise<Value> = Value | Promise<Value>

/** Whether there is something to wait for. */
export function isPromise<Value>(value: MaybePromise<Value> | unknown): value is Promise<Value> {
  return typeof value === 'object' && value !== null && 'then' in value
}
