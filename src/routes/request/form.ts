type Field = string | File

/** The fields of a form: texts and files, lists of those where a field is repeated, and nested fields. */
export type FormFields = { [name: string]: Field | Field[] | FormFields }

/**
 * Reads a form as OpenAI does: `purpose`, a repeated `image` or `image[]` as a list, and
 * `chunking_strategy[type]` as a nested field.
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

  // Parsed JSON has a prototype, too. The fields were safe from one while names were read.
  for (const fields of made) Object.setPrototypeOf(fields, Object.prototype)
  return all
}

type CreateFields = () => FormFields

/** Splits `a[b][]` into `a`, `b` and an empty key, which stands for a list. */
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
  // Not recursive: a name may nest any number of fields.
  for (const key of path.slice(0, -1)) fields = nestedIn(fields, key, create)
  addValue(fields, path.at(-1) ?? '', value, end !== -1)
}

function addValue(fields: FormFields, key: string, value: Field, isList: boolean): void {
  const before = fields[key]
  // Not a new list for each value: a field may be repeated any number of times.
  if (Array.isArray(before)) before.push(value)
  else if (before === undefined) fields[key] = isList ? [value] : value
  else fields[key] = [before, value] as Field[]
}

function nestedIn(fields: FormFields, key: string, create: CreateFields): FormFields {
  const before = fields[key]
  if (isFields(before)) return before

  const nested = create()
  fields[key] = nested
  return nested
}

function isFields(field: FormFields[string] | undefined): field is FormFields {
  return typeof field === 'object' && Object.getPrototypeOf(field) === null
}
