type Field = string | File

/** The fields of a form: texts and files, lists of those where a field is repeated, and nested fields. */
export type FormFields = { [name: string]: Field | Field[] | FormFields }

/**
 * Reads a form as OpenAI does: `purpose`, a repeated `image` or `image[]` as a list, and
 * `chunking_strategy[type]` as a nested field.
 */
export function parseForm(form: FormData): FormFields {
  const fields: FormFields = Object.create(null)
  for (const [name, value] of form) setField(fields, keysOf(name), value)
  return plain(fields)
}

/** Splits `a[b][]` into `a`, `b` and an empty key, which stands for a list. */
function keysOf(name: string): string[] {
  const [, first = name, rest = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? []
  return [first, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, key = '']) => key)]
}

function setField(fields: FormFields, [key = '', ...rest]: readonly string[], value: Field): void {
  const [next] = rest
  if (next === undefined)
    fields[key] = key in fields ? ([fields[key], value].flat() as Field[]) : value
  else if (next === '') fields[key] = [fields[key] ?? [], value].flat() as Field[]
  else setField(nestedIn(fields, key), rest, value)
}

function nestedIn(fields: FormFields, key: string): FormFields {
  const before = fields[key]
  if (isFields(before)) return before

  const nested: FormFields = Object.create(null)
  fields[key] = nested
  return nested
}

function isFields(field: FormFields[string] | undefined): field is FormFields {
  return typeof field === 'object' && Object.getPrototypeOf(field) === null
}

/** Gives the fields a prototype, as parsed JSON has one. They were safe from one while names were read. */
function plain(fields: FormFields): FormFields {
  const entries = Object.entries(fields).map(([key, field]) => [
    key,
    isFields(field) ? plain(field) : field,
  ])
  return Object.fromEntries(entries)
}
