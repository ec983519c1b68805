import type { ComparisonFilter, CompoundFilter } from 'openai/resources/shared'
import type { VectorStoreFile } from 'openai/resources/vector-stores/files'

/** A filter of a search, by the attributes of files. */
export type AttributeFilter = ComparisonFilter | CompoundFilter

type Attribute = string | number | boolean

/** The comparisons of an attribute, which a file may lack, with a value. */
const COMPARISONS = {
  eq: (one, other) => one === other,
  ne: (one, other) => one !== other,
  gt: (one, other) => areComparable(one, other) && one > other,
  gte: (one, other) => areComparable(one, other) && one >= other,
  lt: (one, other) => areComparable(one, other) && one < other,
  lte: (one, other) => areComparable(one, other) && one <= other,
  in: isOneOf,
  nin: (one, other) => !isOneOf(one, other),
} satisfies Record<ComparisonFilter['type'], Comparison>

type Comparison = (one: Attribute | undefined, other: ComparisonFilter['value']) => boolean

/** Returns true where the attributes of a file pass a filter. */
export function passes(
  attributes: VectorStoreFile['attributes'],
  filter: AttributeFilter,
): boolean {
  if ('filters' in filter) {
    // The schema of the request has checked the filters inside.
    const results = filter.filters.map((inner) => passes(attributes, inner as AttributeFilter))
    return filter.type === 'and' ? results.every(Boolean) : results.some(Boolean)
  }
  return COMPARISONS[filter.type](attributes?.[filter.key], filter.value)
}

/** Returns true for two numbers, and for two texts. */
function areComparable<Value>(one: unknown, other: Value): one is Value {
  return typeof one === typeof other && (typeof one === 'number' || typeof one === 'string')
}

function isOneOf(one: Attribute | undefined, values: ComparisonFilter['value']): boolean {
  return [values].flat().some((value) => value === one)
}
