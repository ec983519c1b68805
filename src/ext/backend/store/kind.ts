import type { CallRequest } from '../../../routes/endpoint.js'
import type { Partially } from '../../../routes/protocol/defaults.js'
import { valueAt } from '../../../routes/protocol/fields.js'
import type { Numbering } from '../numbering.js'
import type { CollectionRules } from './collection.js'

/** A kind of resources. */
export interface Kind<Resource> {
  /** The first part of the ids: `thread_` for `thread_1`. */
  readonly prefix: string
  /** An endpoint that answers with one resource of the kind: it knows the defaults. */
  readonly endpoint: {
    complete?(given: Partially<Resource>, request: CallRequest<never>): Resource
  }
  /** The name of the field with the time of the creation; `created_at` unless given. */
  readonly time?: 'created_at' | 'created' | 'none'
  /** Gives the parameters in the path of a resource, by the id of its parent. */
  readonly params?: (parent: string) => Readonly<Record<string, string>>
  /** Deletes what belongs to a resource that is deleted. */
  readonly onDelete?: (id: string) => void
  /** The resources that are there from the beginning; none unless given. */
  readonly initial?: ReadonlyArray<Partially<Resource>>
}

/** Makes the rules of a collection of resources of one kind. */
export function rulesOf<Resource>(
  { prefix, endpoint, time = 'created_at', params, onDelete, initial }: Kind<Resource>,
  numbering: Numbering,
  parent = '',
): CollectionRules<Resource> {
  const newTime = () => (time === 'none' ? {} : { [time]: numbering.nextTime() })
  return {
    newId: () => numbering.nextId(prefix),
    newTime,
    complete(id, given) {
      const created = valueAt(given, time) === undefined ? newTime() : {}
      // Both are parts of the resource.
      const part = { ...Object(given), id, ...created } as Partially<Resource>
      // Without `complete`, the author gives the whole resource.
      return endpoint.complete?.(part, withoutBody(params?.(parent))) ?? (part as Resource)
    },
    ...(onDelete && { onDelete }),
    initial,
  }
}

/** Makes a request for a resource that no client has asked for. */
function withoutBody(params: CallRequest['params'] = {}): CallRequest<never> {
  return {
    // A request for one resource has no body.
    body: undefined as never,
    params,
    url: new URL('https://api.openai.com/v1'),
    headers: new Headers(),
    number: 1,
  }
}
