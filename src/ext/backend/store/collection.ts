import type { Partially } from '../../../routes/protocol/defaults.js'
import { textAt } from '../../../routes/protocol/fields.js'

/** The resources of one kind, in the order of their creation. */
export interface ResourceCollection<Resource> {
  /**
   * Adds a resource, or replaces the one with its id, which keeps its place. Fields with a default
   * may be omitted, the id and the time too.
   *
   * @returns The whole resource.
   *
   * @example
   * const thread = openai.store.threads.put({ metadata: { user: 'ada' } })
   */
  put(resource: Partially<Resource>): Resource
  /** Gives the resource with an id; undefined where there is none. */
  get(id: string): Resource | undefined
  /** Lists all resources, oldest first. A list that was given does not change with the store. */
  list(): readonly Resource[]
  /**
   * Deletes the resource with an id, with everything that belongs to it.
   *
   * @returns False where there is none.
   */
  delete(id: string): boolean
}

/** The rules by which a collection numbers, completes and deletes its resources. */
export interface CollectionRules<Resource> {
  /** Makes an id that no resource has had. */
  newId(): string
  /** Gives the field with the time of a resource that is created now. */
  newTime(): object
  /** Makes a whole resource of one that lacks fields. */
  complete(id: string, given: Partially<Resource>): Resource
  /** Deletes what belongs to a resource that is deleted. */
  onDelete?(id: string): void
  /** The resources that are there from the beginning; none unless given. */
  readonly initial?: ReadonlyArray<Partially<Resource>> | undefined
}

/** The resources of one kind, in memory. */
export class Collection<Resource extends object> implements ResourceCollection<Resource> {
  readonly #resources = new Map<string, Resource>()
  /** The same resources in their order, of which a page needs a few. */
  readonly #ordered: Resource[] = []
  readonly #rules: CollectionRules<Resource>

  constructor(rules: CollectionRules<Resource>) {
    this.#rules = rules
    this.#begin()
  }

  /** Gives an id that no resource of the collection has. */
  newId(): string {
    let id: string
    // A test may have put a resource with the next id.
    do id = this.#rules.newId()
    while (this.#resources.has(id))
    return id
  }

  /**
   * Creates a resource.
   *
   * @param complete Makes the whole resource of its id and its time.
   */
  create(complete: (part: Partially<Resource>) => Resource): Resource {
    const id = this.newId()
    // Both are parts of the resource.
    return this.#set(id, complete({ id, ...this.#rules.newTime() } as Partially<Resource>))
  }

  put(given: Partially<Resource>): Resource {
    const id = textAt(given, 'id') || this.newId()
    return this.#set(id, this.#rules.complete(id, given))
  }

  get(id: string): Resource | undefined {
    return this.#resources.get(id)
  }

  list(): readonly Resource[] {
    return [...this.#ordered]
  }

  /** All resources, oldest first, without a copy: the list changes with the collection. */
  get all(): readonly Resource[] {
    return this.#ordered
  }

  delete(id: string): boolean {
    const resource = this.#resources.get(id)
    if (!resource) return false

    this.#resources.delete(id)
    this.#ordered.splice(this.#ordered.lastIndexOf(resource), 1)
    this.#rules.onDelete?.(id)
    return true
  }

  /** Deletes all resources but those that are there from the beginning. */
  clear(): void {
    const ids = [...this.#resources.keys()]
    this.#resources.clear()
    this.#ordered.length = 0
    for (const id of ids) this.#rules.onDelete?.(id)
    this.#begin()
  }

  #begin(): void {
    const { initial = [], complete } = this.#rules
    for (const given of initial) {
      const id = textAt(given, 'id')
      this.#set(id, complete(id, given))
    }
  }

  #set(id: string, resource: Resource): Resource {
    // The last resources change most often, and are found first.
    const replaced = this.#resources.get(id)
    if (replaced) this.#ordered[this.#ordered.lastIndexOf(replaced)] = resource
    else this.#ordered.push(resource)
    this.#resources.set(id, resource)
    return resource
  }
}
