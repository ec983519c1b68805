type Field = string | File

/** The fields of a form: texts, files, lists of a repeated field, and nested fields. */
export type FormFields = { [name: string]: Field | Field[] | FormFields }

/**
 * Parses a form as OpenAI does. A repeated `image`, or `image[]`, becomes a list, and
 * `chunking_strategy[type]` a nested field.
 */
export function parseForm(form: FormData): FormFields {
  const made: FormFields[] = []
  const create: CreateFields = () => {
    const fields: FormFields = Object.create(null)
    made.push(fields)
    return fields
  }
  const all = create()
  for (const [name, value] of form) setField(all, keysOf(name), value, create)

  // The result is of plain objects, as of `JSON.parse`. Until here, no field name was special.
  for (const fields of made) Object.setPrototypeOf(fields, Object.prototype)
  return all
}

/** Makes an object without a prototype for fields. */
type CreateFields = () => FormFields

/** Splits `a[b][]` into the keys `a`, `b` and `''`. An empty key means a list. */
function keysOf(name: string): string[] {
  const [, first = name, rest = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? []
  return [first, ...Array.from(rest.matchAll(/\[([^[\]]*)\]/g), ([, key = '']) => key)]
}

function setField(
  all: FormFields,
  keys: readonly string[],
  value: Field,
  create: CreateFields,
): void {
  const end = keys.indexOf('', 1)
  const path = end === -1 ? keys : keys.slice(0, end)
  let fields = all
  // No recursion: a name may nest any number of fields.
  for (const key of path.slice(0, -1)) fields = nestedIn(fields, key, create)
  addValue(fields, path.at(-1) ?? '', value, end !== -1)
}

function addValue(fields: FormFields, key: string, value: Field, isList: boolean): void {
  const present = fields[key]
  // No new list for each value: a field may be repeated any number of times.
  if (Array.isArray(present)) present.push(value)
  else if (present === undefined) fields[key] = isList ? [value] : value
  // A repeated field has texts and files alone.
  else fields[key] = [present, value] as Field[]
}

function nestedIn(fields: FormFields, key: string, create: CreateFields): FormFields {
  const present = fields[key]
  if (isFields(present)) return present

  const nested = create()
  fields[key] = nested
  return nested
}

function isFields(field: FormFields[string] | undefined): field is FormFields {
  return typeof field === 'object' && Object.getPrototypeOf(field) === null
}
