/** A value, or the promise of one: what need not wait costs no turn of the event loop. */
export type MaybePromise<Value> = Value | Promise<Value>

/** Whether there is something to wait for: a promise of this very package, whatever the realm. */
export function isPromise<Value>(value: MaybePromise<Value>): value is Promise<Value> {
  return value instanceof Promise
}
