import type { Endpoint } from '../endpoint.js'

/**
 * Recognizes the requests of an endpoint among those whose path matches.
 *
 * @param params The parameters of the path.
 */
export function isFor(
  endpoint: Pick<Endpoint, 'matches' | 'requiredQuery'>,
  url: string,
  params: Readonly<Record<string, unknown>>,
): boolean {
  return !differenceOfQuery(endpoint, url) && (endpoint.matches?.(params) ?? true)
}

/**
 * Describes the difference of a URL from the query that an endpoint requires: `beta=true`, or
 * `no beta`; undefined where there is none.
 */
export function differenceOfQuery(
  { requiredQuery }: Pick<Endpoint, 'requiredQuery'>,
  url: string,
): string | undefined {
  if (!requiredQuery) return undefined
  const { searchParams } = new URL(url)
  const [name, value] =
    Object.entries(requiredQuery).find(([key, required]) => searchParams.get(key) !== required) ??
    []
  if (name === undefined) return undefined
  return value === null ? `no ${name}` : `${name}=${value}`
}
