/** The fields of an object that are not undefined. */
export function defined<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]: Exclude<Fields[Key], undefined> } {
  const entries: unknown = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  )
  // A field that is left out is one that the type says may be.
  return entries as { [Key in keyof Fields]: Exclude<Fields[Key], undefined> }
}
