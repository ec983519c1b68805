import * as fc from 'fast-check'
import { getResponse, type RequestHandler } from 'msw'
import type { z } from 'zod'
import { EventStream } from 'msw-openai/streaming'

/** A request for a streamed chat completion. */
export const CHAT = { model: 'gpt-5', messages: [{ role: 'user', content: 'Hi' }], stream: true }

/** The rest of a request. Its body is JSON unless it is a text. */
export interface Asked {
  readonly url?: string
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** Ask a route, or several handlers, without a server between. */
export async function ask(
  handlers: RequestHandler | RequestHandler[],
  { url = '/chat/completions', method = 'POST', body = CHAT, headers = {} }: Asked = {},
): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const request = new Request(url.startsWith('/') ? `https://api.openai.com/v1${url}` : url, {
    method,
    headers,
    body: method === 'GET' ? null : text,
  })
  const response = await getResponse([handlers].flat(), request)
  if (!response) throw new Error(`Failed to ask ${url}: no handler answers it.`)
  return response
}

/** A script of given events, which throws in the end where there is something to throw. */
export class Scripted<Event> extends EventStream<Event> {
  constructor(
    readonly events: readonly Event[],
    readonly error?: Error,
  ) {
    super()
  }

  override *generate(): Generator<Event> {
    yield* this.events
    if (this.error) throw this.error
  }
}

/** Lists the issues of a schema with a value: the dotted path of each. */
export function problems(schema: z.ZodType, value: unknown): string[] {
  return schema.safeParse(value).error?.issues.map(({ path }) => path.join('.')) ?? []
}

/** Notes about the fields of an example: dotted paths, with spaces between them. */
export interface Notes {
  /** The fields that may be omitted, but not be of a wrong type. Any other field is required. */
  readonly optional?: string
  /** The fields whose content is not checked. */
  readonly open?: string
}

/** Dotted paths below a field. */
export function below(field: string, paths = ''): string {
  return paths.replaceAll(/\S+/g, `${field}.$&`)
}

/** Notes about a field, as notes about what carries it. */
export function carried(field: string, { optional, open }: Notes = {}): Notes {
  return { optional: below(field, optional), open: below(field, open) }
}

/** The problems of each damaged copy of an example, by what the damage is. */
export interface Inspection {
  readonly found: Record<string, string[]>
  readonly expected: Record<string, string[]>
}

/** Omits each field of an example, at any depth, and gives each a wrong type, one at a time. */
export function inspect(schema: z.ZodType, example: object, notes: Notes = {}): Inspection {
  const [optional, open] = [notes.optional ?? '', notes.open ?? ''].map((it) => it.split(/\s+/))
  const paths = [...pathsOf(example)].filter((path) => !isBelow(path, open ?? []))
  const found: Record<string, string[]> = { 'no damage': problems(schema, example) }
  const expected: Record<string, string[]> = { 'no damage': [] }

  for (const path of paths) {
    const at = path.join('.')
    found[`a wrong ${at}`] = problems(schema, changed(example, path, wrong))
    expected[`a wrong ${at}`] = [at]
    if (/^\d+$/.test(path.at(-1) ?? '')) continue

    found[`no ${at}`] = problems(
      schema,
      changed(example, path, () => undefined),
    )
    expected[`no ${at}`] = optional?.includes(at) ? [] : [at]
  }
  return { found, expected }
}

/** A copy of a value with a field that nobody knows in every object. */
export function padded<Value>(value: Value): Value {
  const copy: unknown = JSON.parse(JSON.stringify(value), (_, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? { ...field, not_in_the_sdk: 'kept' }
      : field,
  )
  return copy as Value
}

function* pathsOf(value: unknown): Generator<string[]> {
  for (const [key, field] of Object.entries(value ?? {})) {
    yield [key]
    if (typeof field === 'object') for (const path of pathsOf(field)) yield [key, ...path]
  }
}

function isBelow(path: readonly string[], fields: readonly string[]): boolean {
  return path.some((_, index) => fields.includes(path.slice(0, index + 1).join('.')))
}

function wrong(field: unknown): unknown {
  return typeof field === 'boolean' ? 'wrong' : true
}

/** Copies an example with one field changed, or omitted where `change` gives undefined. */
function changed(
  value: object,
  [key = '', ...rest]: readonly string[],
  change: (field: unknown) => unknown,
): object {
  const field: unknown = Reflect.get(value, key)
  const next = rest.length > 0 ? changed(Object(field), rest, change) : change(field)
  if (Array.isArray(value)) return value.with(Number(key), next)

  const { [key]: _, ...others } = value as Record<string, unknown>
  return next === undefined ? others : { ...others, [key]: next }
}

// Enough for every kind of item to come up.
fc.configureGlobal({ numRuns: 300 })

/** Any text, often of several words. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(' ', '\n', '  '),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => text.isWellFormed())

/** Asks a route with a form. A list is a field that is repeated. */
export async function askForm(
  route: RequestHandler & { readonly endpoint: { readonly path: string } },
  fields: Readonly<Record<string, string | File | string[]>>,
): Promise<Response> {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) body.append(name, one)
  }
  const url = `https://api.openai.com/v1${route.endpoint.path}`
  const response = await getResponse([route], new Request(url, { method: 'POST', body }))
  if (!response) throw new Error(`Failed to ask ${url}: no handler answers it.`)
  return response
}
