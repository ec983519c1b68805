import { expect, it } from 'vitest'
import type { Partially } from '../../../src/routes/protocol/defaults.js'
import { completePage, pageOf, type PagingRules } from '../../../src/routes/resources/list-page.js'
import { readRequest } from '../../../src/routes/request/read-request.js'
import { listQuery } from '../../../src/routes/resources/list-query.js'
import { stepsOf } from '../../steps.js'

interface Item {
  readonly id: string
  readonly color?: string
}

const items: readonly Item[] = ['e', 'd', 'c', 'b', 'a'].map((id) => ({ id }))

function request(query: string) {
  return { url: new URL(`https://api.openai.com/v1/items?${query}`) }
}

/** The ids of a page as one text, with a plus sign where there is more. */
function page(query: string, rules?: PagingRules<Item>, all = items): string {
  const { data, has_more } = pageOf(all, request(query), rules)
  return data.map(({ id }) => id).join('') + (has_more ? '+' : '')
}

it('gives a whole list as one page', () => {
  expect(pageOf(items, request(''))).toEqual({
    object: 'list',
    data: items,
    first_id: 'e',
    last_id: 'a',
    has_more: false,
  })
})

it('has no ids for an empty page, and null for an item without one', () => {
  expect(pageOf([], request(''))).toMatchObject({ data: [], first_id: null, last_id: null })
  expect(pageOf([{}], request(''))).toMatchObject({ data: [{}], first_id: null, last_id: null })
})

it.each([
  ['limit=2', 'ed+'],
  ['limit=4', 'edcb+'],
  ['limit=5', 'edcba'],
  ['limit=6', 'edcba'],
  ['limit=0', '+'],
  ['limit=2&after=d', 'cb+'],
  ['limit=2&after=c', 'ba'],
  ['after=b', 'a'],
  ['after=a', ''],
  ['before=e', ''],
  ['before=c', 'ed'],
  ['before=b&limit=2', 'dc+'],
  ['before=b&limit=3', 'edc'],
  ['after=e&before=b', 'dc'],
  ['after=e&before=b&limit=1', 'd+'],
  ['after=b&before=e', ''],
  ['order=desc', 'edcba'],
  ['order=asc', 'abcde'],
  ['order=asc&after=b&limit=2', 'cd+'],
  ['order=asc&after=c&limit=2', 'de'],
])('answers ?%s with %s', (query, expected) => {
  expect(page(query)).toBe(expected)
})

it.each([
  ['', 'edcba'],
  ['order=asc', 'edcba'],
  ['order=desc', 'abcde'],
])('takes the items in the default order of the list: ?%s gives %s', (query, expected) => {
  expect(page(query, { order: 'asc' })).toBe(expected)
})

it('has pages of 20 items, or of as many as the rules say', () => {
  expect(pageOf(many(21), request(''))).toMatchObject({ last_id: 'item_19', has_more: true })
  expect(pageOf(many(21), request(''), { limit: 21 })).toMatchObject({ has_more: false })
})

it('pages the items that a filter chooses, also after an item that it does not choose', () => {
  const colored = items.map(({ id }) => ({ id, color: 'ace'.includes(id) ? 'red' : 'blue' }))
  const rules: PagingRules<Item> = {
    filter: ({ color }, query) => !query.has('color') || query.get('color') === color,
  }

  expect(page('color=red', rules, colored)).toBe('eca')
  expect(page('color=red&limit=2', rules, colored)).toBe('ec+')
  expect(page('color=red&limit=1&after=d', rules, colored)).toBe('c+')
  expect(page('color=red&limit=1&after=b', rules, colored)).toBe('a')
  expect(page('color=green', rules, colored)).toBe('')
})

it('comes to an end where several items have one id', () => {
  const twice = ['a', 'a', 'b'].map((id) => ({ id }))

  expect(page('limit=1', {}, twice)).toBe('a+')
  expect(page('limit=1&after=a', {}, twice)).toBe('b')
})

it.each(['after', 'before'])('fails where %s is the id of no item', (name) => {
  expect(() => page(`${name}=x`)).toThrow(
    new RangeError(
      `Failed to page a list: the request asks for the items ${name} "x", and no item has this id. ` +
        'Give all items of the list, or one page as { data: […], has_more: true }.',
    ),
  )
})

it.each([
  ['limit=x', 'edcba'],
  ['limit=-1', 'edcba'],
])('pages as usual where nobody has refused ?%s', (query, expected) => {
  expect(page(query)).toBe(expected)
})

/** Makes as many items, of the ids `item_0`, `item_1`, and so on. */
function many(count: number): Item[] {
  return Array.from({ length: count }, (_, index) => ({ id: `item_${index}` }))
}

it.each(['', 'order=asc', 'limit=100'])(
  'reads the items of the page alone, and none of the rest: ?%s',
  (query) => {
    const steps = (count: number) => stepsOf(many(count), (all) => void pageOf(all, request(query)))

    expect(steps(100_000)).toBe(steps(1000))
  },
)

it('reads each item once to find a cursor', () => {
  const [short, long] = [1000, 2000].map((count) =>
    stepsOf(many(count), (all) => void pageOf(all, request('after=item_0'))),
  )

  // The item and its id.
  expect(Number(long) - Number(short)).toBe(2 * 1000)
})

/** Completes an item: with the place in the list unless it has an id. */
function complete({ id }: Partially<Item>, index: number): Item {
  return { id: id ?? `item_${index + 1}` }
}

it('completes the items before it pages them', () => {
  expect(completePage([{}, { id: 'b' }, {}], request('limit=2'), {}, complete)).toEqual({
    object: 'list',
    data: [{ id: 'item_1' }, { id: 'b' }],
    first_id: 'item_1',
    last_id: 'b',
    has_more: true,
  })
})

it('takes a page as it is, and completes its fields', () => {
  const given = { data: [{ id: 'a' }, {}], has_more: true }

  expect(completePage(given, request('limit=1&after=x'), {}, complete)).toEqual({
    object: 'list',
    data: [{ id: 'a' }, { id: 'item_2' }],
    first_id: 'a',
    last_id: 'item_2',
    has_more: true,
  })
  expect(completePage({}, request(''), {}, complete)).toMatchObject({ data: [], has_more: false })
})

it.each(['', 'limit=0', 'limit=1', 'limit=100', 'order=asc', 'order=desc', 'after=x'])(
  'refuses no request with ?%s',
  async (query) => {
    expect(await refusal(query)).toBeUndefined()
  },
)

it.each([
  [
    'limit=101',
    "Invalid 'limit': integer above maximum value. Expected a value <= 100, but got 101 instead.",
    'limit',
    'integer_above_max_value',
  ],
  [
    'limit=-1',
    "Invalid 'limit': integer below minimum value. Expected a value >= 0, but got -1 instead.",
    'limit',
    'integer_below_min_value',
  ],
  [
    'limit=many',
    "Invalid type for 'limit': expected an integer, but got a string instead.",
    'limit',
    'invalid_type',
  ],
  [
    'order=up',
    "Invalid value: 'up'. Supported values are: 'asc' and 'desc'.",
    'order',
    'invalid_value',
  ],
])("refuses ?%s in OpenAI's words", async (query, message, param, code) => {
  expect(await refusal(query)).toMatchObject({
    status: 400,
    error: { message, type: 'invalid_request_error', param, code },
  })
})

it('refuses a limit above the maximum of the list', async () => {
  expect(await refusal('limit=101', { maximum: 10_000 })).toBeUndefined()
  expect(await refusal('limit=10001', { maximum: 10_000 })).toMatchObject({ status: 400 })
})

/** Gives the error for a request for a list; undefined for a right one. */
async function refusal(query: string, rules = {}) {
  const { problem } = await readRequest(new Request(`https://api.openai.com/v1/files?${query}`), {
    query: listQuery(rules),
  })
  return problem
}
