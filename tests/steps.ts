/**
 * Counts the steps of a task: each read of a value, at any depth, and each step along any array.
 * Work that is linear takes the same number of steps for each further part.
 */
export function stepsOf<Value extends object>(value: Value, task: (value: Value) => void): number {
  let steps = 0
  const arrays: ArrayIterator<unknown> = Object.getPrototypeOf([].values())
  const { next } = arrays
  arrays.next = function step(this: typeof arrays) {
    steps++
    return next.call(this)
  }
  try {
    task(watched(value, () => steps++))
  } finally {
    arrays.next = next
  }
  return steps
}

/** Makes a view of a value that reports each read. */
function watched<Value extends object>(value: Value, onRead: () => void): Value {
  const views = new WeakMap<object, object>()
  const viewOf = <Inner>(inner: Inner): Inner => {
    if (typeof inner !== 'object' || inner === null) return inner
    const view = views.get(inner) ?? new Proxy(inner, { get })
    views.set(inner, view)
    // The view of a value has the type of the value.
    return view as Inner & object
  }
  const get = (target: object, key: PropertyKey): unknown => {
    onRead()
    return viewOf(Reflect.get(target, key))
  }
  return viewOf(value)
}
