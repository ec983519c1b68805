import { createRoute } from 'msw-openai/routes'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { ask } from './support.js'

interface Tree {
  readonly texts: string[]
  readonly tree?: Tree | undefined
}

const texts = z.array(z.string())
const item = z.looseObject({ texts })
const tree: z.ZodType<Tree> = z.lazy(() => z.object({ texts, tree: tree.optional() }))

/** Asks an endpoint with the schema of a body, and gives the error. */
async function errorOf(body: z.ZodType, sent: unknown): Promise<unknown> {
  const create = createRoute({ name: 'things.create', method: 'POST', path: '/things', body })
  const response = await ask(create({ id: 'thing_1' }), { url: '/things', body: sent })
  return (await response.json()).error
}

it.each<[name: string, schema: z.ZodType]>([
  ['optional', item.optional()],
  ['nullable', item.nullable()],
  ['nullish', item.nullish()],
  ['nonoptional', item.optional().nonoptional()],
  ['default', item.default({ texts: [] })],
  ['prefault', item.prefault({ texts: [] })],
  ['readonly inside', z.looseObject({ texts: texts.readonly() })],
  ['readonly', item.readonly()],
  ['brand', item.brand('item')],
  ['refine', item.refine(() => true)],
  ['check', item.check(() => undefined)],
  [
    'extension of a refined object',
    item.refine(() => true).safeExtend({ id: z.string().optional() }),
  ],
  ['pipe', item.pipe(z.any())],
  ['transform', item.transform(Object.keys)],
  ['preprocess', z.preprocess((value) => value, item)],
  ['lazy', z.lazy(() => item)],
  ['lazy in itself', tree],
  ['intersection, on the left', z.intersection(item, z.looseObject({ id: z.string().optional() }))],
  [
    'intersection, on the right',
    z.intersection(z.looseObject({ id: z.string().optional() }), item),
  ],
  ['union', z.union([z.string(), item])],
  [
    'discriminated union',
    z.discriminatedUnion('type', [z.looseObject({ type: z.literal('a'), texts })]),
  ],
  ['a wrapper of a wrapper', z.lazy(() => item.nullable().optional().readonly())],
])('finds the field of an object inside a wrapper: %s', async (_, schema) => {
  await expect(
    errorOf(z.looseObject({ item: schema }), { item: { type: 'a', texts: 5 } }),
  ).resolves.toEqual({
    message:
      "Invalid type for 'item.texts': expected an array of strings, but got an integer instead.",
    type: 'invalid_request_error',
    param: 'item.texts',
    code: 'invalid_type',
  })
})

it('finds a schema far inside one that is lazy in itself', async () => {
  const body = { texts: [], tree: { texts: [], tree: { texts: ['a', 5] } } }

  await expect(errorOf(tree, body)).resolves.toMatchObject({
    message:
      "Invalid type for 'tree.tree.texts[1]': expected a string, but got an integer instead.",
    param: 'tree.tree.texts[1]',
  })
})

it.each<[name: string, schema: z.ZodType, field: unknown, message: string]>([
  [
    'an array of wrapped items',
    z.array(z.lazy(() => item.readonly())),
    5,
    "Invalid type for 'field': expected an array of objects, but got an integer instead.",
  ],
  [
    'an array of wrapped texts',
    z.array(z.string().readonly()),
    5,
    "Invalid type for 'field': expected an array of strings, but got an integer instead.",
  ],
  [
    'a union of wrapped schemas',
    z.union([z.lazy(() => z.string()), texts.readonly()]),
    5,
    "Invalid type for 'field': expected one of a string or array of strings, but got an integer instead.",
  ],
  [
    'an intersection',
    z.intersection(z.string(), z.string().min(1)),
    5,
    "Invalid type for 'field': expected a string, but got an integer instead.",
  ],
  [
    'a pair',
    z.tuple([z.string(), z.boolean()]),
    5,
    "Invalid type for 'field': expected an array, but got an integer instead.",
  ],
  [
    'an item of a pair',
    z.tuple([z.string(), z.boolean()]),
    ['a', 'b'],
    "Invalid type for 'field[1]': expected a boolean, but got a string instead.",
  ],
  [
    'an item behind a pair',
    z.tuple([z.string()], z.boolean()),
    ['a', true, 'b'],
    "Invalid type for 'field[2]': expected a boolean, but got a string instead.",
  ],
  [
    'a value of a record',
    z.record(z.string(), z.string()),
    { name: 5 },
    "Invalid type for 'field.name': expected a string, but got an integer instead.",
  ],
])('names the values that are expected: %s', async (_, schema, field, message) => {
  await expect(errorOf(z.looseObject({ field: schema }), { field })).resolves.toMatchObject({
    message,
  })
})
