/** A resource with anything left out, at any depth. Its arrays are whole. */
export type Partially<Value> =
  Value extends ReadonlyArray<infer Item>
    ? ReadonlyArray<Partially<Item>>
    : Value extends object
      ? { readonly [Key in keyof Value]?: Partially<Value[Key]> | undefined }
      : Value
