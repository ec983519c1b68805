import type { Partially } from '../../../routes/protocol/defaults.js'
import { Collection, type CollectionRules } from './collection.js'

/** A collection that reports each change of its resources. */
export class WatchedCollection<Resource extends object> extends Collection<Resource> {
  readonly #onChange: () => void

  /** @param onChange Called after a resource was created, put or deleted. */
  constructor(rules: CollectionRules<Resource>, onChange: () => void) {
    super(rules)
    this.#onChange = onChange
  }

  override create(complete: (part: Partially<Resource>) => Resource): Resource {
    const resource = super.create(complete)
    this.#onChange()
    return resource
  }

  override put(given: Partially<Resource>): Resource {
    const resource = super.put(given)
    this.#onChange()
    return resource
  }

  override delete(id: string): boolean {
    const isDeleted = super.delete(id)
    if (isDeleted) this.#onChange()
    return isDeleted
  }
}
