import type { Api } from '../api.js'
import type { AnyEndpoint, Dialect } from '../dialect.js'

/** The endpoints of a tree, by their names: `{ 'chat.completions.create': … }`. */
type ByName<Tree, Prefix extends string = ''> = {
  [Key in keyof Tree & string]: Tree[Key] extends { readonly path: string }
    ? (named: Readonly<Record<`${Prefix}${Key}`, Tree[Key]>>) => void
    : (named: ByName<Tree[Key], `${Prefix}${Key}.`>) => void
}[keyof Tree & string] extends (named: infer All) => void
  ? All
  : never

type Endpoints = ByName<Api>

/** An endpoint of the API, by its name. */
export type EndpointOf<Name extends keyof Endpoints> = Endpoints[Name]

/** Functions that change endpoints of the API, by the names of the endpoints. */
export type EndpointChanges = {
  readonly [Name in keyof Endpoints]?: (endpoint: Endpoints[Name]) => Endpoints[Name]
}

/**
 * Makes the `endpoint` of a dialect: changes the endpoints that are named, and no other. Each
 * function gets the endpoint with its types.
 *
 * @example
 * const endpoint = changeByName({
 *   'chat.completions.create': (chat) => ({ ...chat, wire: { ...chat.wire, lineEnding: '\r\n' } }),
 * })
 */
export function changeByName(changes: EndpointChanges): NonNullable<Dialect['endpoint']> {
  return <Declared extends AnyEndpoint>(endpoint: Declared): Declared => {
    const { name } = endpoint
    const change: unknown = Object.hasOwn(changes, name) && Reflect.get(changes, name)
    // An endpoint with the name of one of the API has its types.
    return typeof change === 'function' ? (change(endpoint) as Declared) : endpoint
  }
}

/** Changes the headers of the streams of an endpoint, such as their content type. */
export function withStreamType<Declared extends AnyEndpoint>(
  endpoint: Declared,
  type: string,
): Declared {
  const { wire } = endpoint
  if (!wire) return endpoint
  return { ...endpoint, wire: { ...wire, headers: { 'content-type': type } } }
}
