/** A resource in which fields may be omitted, at any depth. Its arrays and its bytes are whole. */
export type Partially<Value> = Value extends string
  ? // Also `string & {}`, by which the SDK types texts of which it lists a few.
    Value
  : Value extends ReadonlyArray<infer Item>
    ? ReadonlyArray<Partially<Item>>
    : Value extends Uint8Array
      ? Value
      : Value extends object
        ? { readonly [Key in keyof Value]?: Partially<Value[Key]> | undefined }
        : Value

/** Copies an object without the fields that are undefined. */
export function defined<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]: Exclude<Fields[Key], undefined> } {
  const entries: unknown = Object.values(fields).includes(undefined)
    ? Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
    : { ...fields }
  // A field of the result is never undefined: the undefined ones are omitted.
  return entries as { [Key in keyof Fields]: Exclude<Fields[Key], undefined> }
}

/** Fills missing fields with defaults, at any depth. Arrays are taken whole. */
export function fill<Value extends object>(
  defaults: Value,
  given: Partially<NoInfer<Value>>,
): Value {
  const filled: Record<string, unknown> = Object.fromEntries(Object.entries(defaults))
  for (const [key, value] of Object.entries(given)) {
    const preset = filled[key]
    if (value !== undefined)
      filled[key] = isRecord(preset) && isRecord(value) ? fill(preset, value) : value
  }
  // A field without a default, such as an item of an array, is checked by the schema of the events.
  return filled as Value
}

/** Recognizes an object that is no array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
