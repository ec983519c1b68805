import type { z } from 'zod'
import type { HeaderFields } from '../../streaming/index.js'
import type { CallRequest, Endpoint } from '../endpoint.js'
import { defined, fill, isRecord, type Partially } from '../protocol/defaults.js'
import { typed } from '../protocol/schema.js'
import type { AnswerUsage } from '../protocol/answer-usage.js'
import { completePage, type ListPage, type PagingRules } from './list-page.js'
import { listQuery } from './list-query.js'

/** The declaration of a family of resources that can be created, retrieved, listed and deleted. */
export type Family<Resource extends object> = LastingFamily<Resource> & {
  /** The `object` of the answer to a delete, such as `vector_store.deleted`. */
  readonly deleted: string
}

/** The declaration of a family of resources that nobody deletes. */
export type LastingFamily<Resource extends object> = FamilyFields<Resource> &
  (FilledFamily<Resource> | CompletedFamily<Resource>)

/** A family whose resources are filled with defaults. */
interface FilledFamily<Resource extends object> {
  /** Makes a resource of defaults alone. Fields of the request's body with the same name replace them. */
  defaults(id: string, request: CallRequest): Resource
}

/** A family whose resources repeat the request in a way of their own. */
interface CompletedFamily<Resource extends object> {
  /** Makes a whole resource of one that lacks fields. */
  complete(id: string, given: Partially<Resource>, request: CallRequest): Resource
}

/** The part of a family that a delete needs. */
type DeletedFamily = Pick<Family<object>, 'name' | 'param' | 'deleted' | 'openAIHeaders'>

/** The fields of every family. */
interface FamilyFields<Resource extends object> {
  /** The name in the OpenAI SDK, such as `vectorStores`. */
  readonly name: string
  /** The path of the list, such as `/vector_stores`. */
  readonly path: `/${string}`
  /** The parameter in the path of one resource, such as `vector_store_id`. */
  readonly param: string
  /** The first part of default ids: `vs_` for `vs_1`. */
  readonly prefix: string
  /** The schema of the body of a request that creates a resource; any body is valid unless given. */
  readonly creation?: z.ZodType
  /** The schema of the body of a request that changes a resource; any body is valid unless given. */
  readonly change?: z.ZodType
  /** The rules of the list. */
  readonly paging?: PagingRules<Resource>
  /** Headers of every answer of `api.openai.com`. */
  readonly openAIHeaders?: HeaderFields
  /** Gives headers of an answer with one resource, such as those for clients that poll. */
  headersOf?(resource: unknown): HeaderFields | undefined
  /** Reads the numbers of tokens of one resource; undefined where it has none. */
  usageOf?(resource: unknown): AnswerUsage | undefined
}

/** The answer to a delete. */
export interface Deleted {
  /** The id of the deleted resource. */
  readonly id: string
  /** The type of the object, such as `file`. */
  readonly object: string
  /** True for a resource that was deleted. */
  readonly deleted: boolean
}

/** An endpoint with one resource. Every field of the resource has a default. */
export type ResourceEndpoint<Resource, Body = unknown> = Endpoint<never, Body, Resource, never>

/** An endpoint with a list. An array of items is an answer. */
export interface ListEndpoint<Item> extends Endpoint<
  never,
  undefined,
  ListPage<Item>,
  ReadonlyArray<Partially<Item>>
> {
  /** The rules by which the list is paged. */
  readonly paging: PagingRules<Item>
}

/** The endpoints of a family of resources. */
export interface FamilyEndpoints<Resource, Creation, Change> {
  readonly create: ResourceEndpoint<Resource, Creation>
  readonly retrieve: ResourceEndpoint<Resource, undefined>
  readonly update: ResourceEndpoint<Resource, Change>
  readonly list: ListEndpoint<Resource>
  readonly delete: ResourceEndpoint<Deleted, undefined>
}

/** Declares the endpoints of a family of resources. A family that lacks one leaves it out of the tree. */
export function familyEndpoints<Resource extends object, Creation = unknown, Change = unknown>(
  family: Family<Resource>,
): FamilyEndpoints<Resource, Creation, Change> {
  const { path, param, creation, change } = family
  const one = `${path}/:${param}` as const
  return {
    create: resourceEndpoint(family, { name: 'create', method: 'POST', path, body: creation }),
    retrieve: resourceEndpoint(family, { name: 'retrieve', method: 'GET', path: one }),
    update: resourceEndpoint(family, { name: 'update', method: 'POST', path: one, body: change }),
    list: listEndpoint(family, { name: 'list', method: 'GET', path }),
    delete: deleteEndpoint(family, { name: 'delete', method: 'DELETE', path: one }),
  }
}

/** One method of a family. */
export interface FamilyMethod<Resource extends object = object> {
  /** The name of the method in the SDK, such as `cancel`. */
  readonly name: string
  readonly method: Endpoint['method']
  readonly path: `/${string}`
  /** The schema of the body of a request; any body is valid unless given. */
  readonly body?: z.ZodType | undefined
  /** The default fields of this method alone, such as the status of a cancelled resource. */
  readonly fields?: Partially<Resource> | undefined
}

/** Declares an endpoint that answers with one resource of a family. */
export function resourceEndpoint<Resource extends object, Body>(
  family: LastingFamily<Resource>,
  method: FamilyMethod<Resource>,
): ResourceEndpoint<Resource, Body> {
  const { param, prefix, headersOf, usageOf } = family
  return {
    ...declarationOf(family, method),
    ...(headersOf && { headersOf }),
    ...(usageOf && { usageOf }),
    complete: (given, request) =>
      completeOne(
        family,
        request.params[param] ?? `${prefix}${request.number}`,
        // Both are parts of the resource.
        { ...method.fields, ...defined(given) } as Partially<Resource>,
        request,
      ),
  }
}

/** Declares an endpoint that answers with a list of resources of a family. */
export function listEndpoint<Resource extends object>(
  family: LastingFamily<Resource>,
  method: FamilyMethod,
): ListEndpoint<Resource> {
  const { prefix, paging = {} } = family
  return {
    ...declarationOf<undefined>(family, method),
    short: 'list',
    paging,
    query: listQuery(paging),
    complete: (given, request) =>
      completePage(given, request, paging, (item, index) =>
        completeOne(family, `${prefix}${index + 1}`, item, request),
      ),
  }
}

/** Declares an endpoint that deletes one resource of a family. */
export function deleteEndpoint(
  family: DeletedFamily,
  method: FamilyMethod,
): ResourceEndpoint<Deleted, undefined> {
  const { param, deleted } = family
  return {
    ...declarationOf<undefined>(family, method),
    complete: (given, { params }) =>
      fill<Deleted>({ id: params[param] ?? '', object: deleted, deleted: true }, given),
  }
}

/** Declares everything but the resource. */
function declarationOf<Body>(
  { name: family, openAIHeaders }: Pick<Family<never>, 'name' | 'openAIHeaders'>,
  { name, method, path, body }: FamilyMethod,
) {
  return {
    name: `${family}.${name}`,
    method,
    path,
    short: 'none' as const,
    ...(body && { body: typed<Body>(body) }),
    ...(openAIHeaders && { openAIHeaders }),
  }
}

/** Completes one resource: by its own fields, those of the request's body, and the defaults. */
function completeOne<Resource extends object>(
  family: LastingFamily<Resource>,
  id: string,
  given: Partially<Resource>,
  request: CallRequest,
): Resource {
  if ('complete' in family) return family.complete(id, given, request)
  return fillRepeating(family.defaults(id, request), request.body, given)
}

/**
 * Fills a resource with the fields of the author, and with those of the request's body that the
 * resource has, too. A field of the author replaces that of the body as a whole: metadata are not
 * mixed.
 */
export function fillRepeating<Resource extends object>(
  blank: Resource,
  body: unknown,
  given: Partially<NoInfer<Resource>>,
): Resource {
  const fields: object = { ...repeated(body, blank), ...defined(given) }
  // The body has these fields as the resource has them.
  return fill(blank, fields as Partially<NoInfer<Resource>>)
}

/** Gives the fields of a request's body that the resource repeats: those that the resource has, too. */
export function repeated(body: unknown, resource: object): object {
  const fields = Object.entries(isRecord(body) ? body : {}).filter(
    ([name, value]) => Object.hasOwn(resource, name) && value !== null,
  )
  return Object.fromEntries(fields)
}
