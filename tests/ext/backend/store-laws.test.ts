import * as fc from 'fast-check'
import { createBackend } from 'msw-openai/backend'
import { createFetch } from 'msw-openai/fetch'
import { expect, it } from 'vitest'

/** A family of resources, each with a tag by which lists may be filtered. */
interface Family {
  readonly path: string
  /** The field with the tag. */
  readonly tag: string
  /** Makes the body of a request that creates a resource, or changes one. */
  body(tag: string): BodyInit
  /** The message of the error for a resource that does not exist. */
  missing(id: string): string
  /** The parameter that the error names. */
  readonly param: string | null
  /** The `object` of the answer to a delete. */
  readonly deleted: string
  /** True where lists are filtered by the tag. */
  readonly isFiltered?: boolean
  /** True where resources can be changed. */
  readonly isChanged?: boolean
}

const families: readonly Family[] = [
  {
    path: 'files',
    tag: 'purpose',
    body(tag) {
      const form = new FormData()
      form.set('purpose', tag)
      form.set('file', new File(['Hello'], 'a.txt'))
      return form
    },
    missing: (id) => `No such File object: ${id}`,
    param: 'id',
    deleted: 'file',
    isFiltered: true,
  },
  {
    path: 'assistants',
    tag: 'name',
    body: (name) => JSON.stringify({ model: 'gpt-5', name }),
    missing: (id) => `No assistant found with id '${id}'.`,
    param: null,
    deleted: 'assistant.deleted',
    isChanged: true,
  },
  {
    path: 'vector_stores',
    tag: 'name',
    body: (name) => JSON.stringify({ name }),
    missing: (id) => `No vector store found with id '${id}'.`,
    param: null,
    deleted: 'vector_store.deleted',
    isChanged: true,
  },
  {
    path: 'containers',
    tag: 'name',
    body: (name) => JSON.stringify({ name }),
    missing: (id) => `Container with id '${id}' not found.`,
    param: null,
    deleted: 'container.deleted',
    isFiltered: true,
  },
]

/** Numbers name one of the resources that were created, also one that is deleted. */
const which = fc.nat()
const tag = fc.constantFrom('vision', 'batch')
const order = fc.constantFrom('asc', 'desc', null)
const listed = fc.record({
  do: fc.constant('list' as const),
  limit: fc.nat(5),
  order,
  after: fc.option(which),
  before: fc.option(which),
  tag: fc.option(tag),
})
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('create' as const), tag }) },
  { weight: 4, arbitrary: listed },
  fc.record({ do: fc.constant('change' as const), which, tag }),
  fc.record({ do: fc.constantFrom('delete' as const, 'retrieve' as const), which }),
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never
type Listed = typeof listed extends fc.Arbitrary<infer Value> ? Value : never
type Resource = Readonly<Record<string, unknown>>

it.each(families)('answers requests for $path as a plain array would', async (family) => {
  const sequences = fc.array(step, { minLength: 5, maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const ask = askFor(family)
      const model = new PlainArray(family)
      for (const each of sequence) {
        const [answer, expected] = await perform(each, ask, model)
        expect(answer).toEqual(expected)
      }
    }),
    { numRuns: 20 },
  )
})

type Ask = (method: string, path?: string, body?: BodyInit) => Promise<Resource>

/** Makes a function that asks a new backend, and gives the body of the answer. */
function askFor({ path: family }: Family): Ask {
  const fetch = createFetch(createBackend().handlers)
  return async (method, path = '', body) => {
    const url = `https://api.openai.com/v1/${family}${path}`
    const headers = typeof body === 'string' ? { 'content-type': 'application/json' } : {}
    const response = await fetch(url, { method, headers, ...(body && { body }) })
    return response.json()
  }
}

/** Performs one step on the backend and on the array, and gives the answers of both. */
async function perform(
  next: Step,
  ask: Ask,
  model: PlainArray,
): Promise<[answer: Resource, expected: Resource]> {
  const { body, isChanged } = model.family
  if (next.do === 'create') {
    const resource = await ask('POST', '', body(next.tag))
    return [resource, model.add(resource, next.tag)]
  }
  if (next.do === 'list') return [await ask('GET', `?${model.query(next)}`), model.page(next)]

  const id = model.idOf(next.which)
  if (next.do === 'delete') return [await ask('DELETE', `/${id}`), model.remove(id)]
  if (next.do === 'change' && isChanged)
    return [await ask('POST', `/${id}`, body(next.tag)), model.change(id, next.tag)]
  return [await ask('GET', `/${id}`), model.get(id)]
}

/** The same resources in a plain array. */
class PlainArray {
  #resources: Resource[] = []
  /** The ids of all resources that were created. */
  readonly #ids: unknown[] = []

  constructor(readonly family: Family) {}

  idOf(number: number): string {
    return String(this.#ids[number % this.#ids.length] ?? 'none')
  }

  /** Adds a resource that was created, and gives it as it has to be. */
  add(created: Resource, value: string): Resource {
    const resource = { ...created, [this.family.tag]: value }
    this.#resources.push(resource)
    this.#ids.push(created['id'])
    return resource
  }

  get(id: string): Resource {
    return this.#resources.find((resource) => resource['id'] === id) ?? this.#missing(id)
  }

  change(id: string, value: string): Resource {
    this.#resources = this.#resources.map((resource) =>
      resource['id'] === id ? { ...resource, [this.family.tag]: value } : resource,
    )
    return this.get(id)
  }

  remove(id: string): Resource {
    const before = this.get(id)
    this.#resources = this.#resources.filter((resource) => resource !== before)
    return 'error' in before ? before : { id, object: this.family.deleted, deleted: true }
  }

  query({ limit, order: wanted, after, before, tag: value }: Listed): URLSearchParams {
    return new URLSearchParams({
      limit: String(limit),
      ...(wanted && { order: wanted }),
      ...(after !== null && { after: this.idOf(after) }),
      ...(before !== null && { before: this.idOf(before) }),
      ...(value && { [this.family.tag]: value }),
    })
  }

  page({ limit, order: wanted, after, before, tag: value }: Listed): Resource {
    const { isFiltered, tag: field } = this.family
    const all = wanted === 'asc' ? this.#resources : this.#resources.toReversed()
    const ids = all.map(({ id }) => id)
    for (const [param, cursor] of Object.entries({ after, before })) {
      const id = cursor === null ? undefined : this.idOf(cursor)
      if (id !== undefined && !ids.includes(id)) return this.#missing(id, param)
    }
    const start = after === null ? 0 : ids.indexOf(this.idOf(after)) + 1
    const end = before === null ? all.length : ids.indexOf(this.idOf(before))
    const rest = all
      .slice(start, end)
      .filter((resource) => !isFiltered || value === null || resource[field] === value)
    const isBackward = before !== null && after === null
    const data = isBackward ? rest.toReversed().slice(0, limit).toReversed() : rest.slice(0, limit)
    return {
      object: 'list',
      data,
      first_id: data[0]?.['id'] ?? null,
      last_id: data.at(-1)?.['id'] ?? null,
      has_more: rest.length > data.length,
    }
  }

  #missing(id: string, param = this.family.param): Resource {
    const message = this.family.missing(id)
    return { error: { message, type: 'invalid_request_error', param, code: null } }
  }
}
