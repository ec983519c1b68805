import type { Collection, ResourceCollection } from './collection.js'

/** The resources of one kind that belong to others, as messages do to threads. */
export interface ChildCollections<Resource, OfParent = ResourceCollection<Resource>> {
  /**
   * Gives the resources that belong to one parent, by the id of the parent.
   *
   * @example
   * openai.store.messages.of('thread_1').list()
   */
  of(parent: string): OfParent
  /** Lists the resources of all parents. */
  list(): readonly Resource[]
}

/** The resources of one kind that belong to others, in memory. */
export class Children<
  Resource extends object,
  OfParent extends Collection<Resource>,
> implements ChildCollections<Resource, OfParent> {
  readonly #create: (parent: string) => OfParent
  readonly #collections = new Map<string, OfParent>()

  /** @param create Makes the empty collection of one parent. */
  constructor(create: (parent: string) => OfParent) {
    this.#create = create
  }

  of(parent: string): OfParent {
    const known = this.#collections.get(parent)
    if (known) return known

    const collection = this.#create(parent)
    this.#collections.set(parent, collection)
    return collection
  }

  list(): readonly Resource[] {
    return [...this.#collections.values()].flatMap((collection) => collection.list())
  }

  /** Deletes the resource with an id from all parents. */
  deleteEverywhere(id: string): void {
    for (const collection of this.#collections.values()) collection.delete(id)
  }

  /** Deletes the resources of one parent. */
  delete(parent: string): void {
    this.#collections.get(parent)?.clear()
    this.#collections.delete(parent)
  }

  /** Deletes the resources of all parents. */
  clear(): void {
    for (const parent of this.#collections.keys()) this.delete(parent)
  }
}
