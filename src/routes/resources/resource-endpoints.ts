import type { z } from 'zod'
import type { HeaderFields } from '../../streaming/index.js'
import type { CallRequest, Endpoint } from '../endpoint.js'
import { fill, isRecord, type Partially } from '../protocol/defaults.js'
import { typed } from '../protocol/schema.js'
import { completePage, type ListPage, type PagingRules } from './list-page.js'

/** The declaration of a family of resources that can be created, retrieved, listed and deleted. */
export interface Family<Resource extends object> {
  /** The name in the OpenAI SDK, such as `vectorStores`. */
  readonly name: string
  /** The path of the list, such as `/vector_stores`. */
  readonly path: `/${string}`
  /** The parameter in the path of one resource, such as `vector_store_id`. */
  readonly param: string
  /** The first part of default ids: `vs_` for `vs_1`. */
  readonly prefix: string
  /** Makes a resource of defaults alone. Fields of the request's body with the same name replace them. */
  defaults(id: string, request: CallRequest): Resource
  /** The `object` of the answer to a delete, such as `vector_store.deleted`. */
  readonly deleted: string
  /** The schema of the body of a request that creates a resource; any body is valid unless given. */
  readonly creation?: z.ZodType
  /** The schema of the body of a request that changes a resource; any body is valid unless given. */
  readonly change?: z.ZodType
  /** The rules of the list. */
  readonly paging?: PagingRules<Resource>
  /** Headers of every answer of `api.openai.com`. */
  readonly openAIHeaders?: HeaderFields
}

/** The answer to a delete. */
export interface Deleted {
  /** The id of the deleted resource. */
  readonly id: string
  readonly object: string
  readonly deleted: boolean
}

/** An endpoint with one resource. Every field of the resource has a default. */
export type ResourceEndpoint<Resource, Body = unknown> = Endpoint<never, Body, Resource, never>

/** An endpoint with a list. An array of items is an answer. */
export type ListEndpoint<Item> = Endpoint<
  never,
  undefined,
  ListPage<Item>,
  ReadonlyArray<Partially<Item>>
>

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
export interface FamilyMethod {
  /** The name of the method in the SDK, such as `cancel`. */
  readonly name: string
  readonly method: Endpoint['method']
  readonly path: `/${string}`
  /** The schema of the body of a request; any body is valid unless given. */
  readonly body?: z.ZodType | undefined
}

/** Declares an endpoint that answers with one resource of a family. */
export function resourceEndpoint<Resource extends object, Body>(
  family: Family<Resource>,
  method: FamilyMethod,
): ResourceEndpoint<Resource, Body> {
  const { param, prefix } = family
  return {
    ...declarationOf(family, method),
    complete: (given, request) =>
      completeOne(family, request.params[param] ?? `${prefix}${request.number}`, given, request),
  }
}

/** Declares an endpoint that answers with a list of resources of a family. */
export function listEndpoint<Resource extends object>(
  family: Family<Resource>,
  method: FamilyMethod,
): ListEndpoint<Resource> {
  const { prefix, paging = {} } = family
  return {
    ...declarationOf<undefined>(family, method),
    short: 'list',
    complete: (given, request) =>
      completePage(given, request, paging, (item, index) =>
        completeOne(family, `${prefix}${index + 1}`, item, request),
      ),
  }
}

/** Declares an endpoint that deletes one resource of a family. */
export function deleteEndpoint<Resource extends object>(
  family: Family<Resource>,
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
  { defaults }: Family<Resource>,
  id: string,
  given: Partially<Resource>,
  request: CallRequest,
): Resource {
  const blank = defaults(id, request)
  return fill({ ...blank, ...repeated(request.body, blank) }, given)
}

/** Gives the fields of a request's body that the resource repeats. */
function repeated(body: unknown, resource: object): object {
  const fields = Object.entries(isRecord(body) ? body : {}).filter(
    ([name, value]) => Object.hasOwn(resource, name) && value !== null,
  )
  return Object.fromEntries(fields)
}
