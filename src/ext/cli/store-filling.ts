import type { Store } from '../backend/index.js'
import type { Rules } from '../rules/rules-of-file.js'

/** The files, the assistants and the models that rules put into the store of a server. */
export class StoreFilling {
  /** The models of the arguments, which take the place of those of the rules. */
  readonly #models: readonly string[] | undefined
  /** Deletes what the rules before have put. */
  #empty: () => void = () => undefined

  constructor(models: readonly string[] | undefined) {
    this.#models = models
  }

  /** Puts what rules begin with, in the place of what the rules before have put. */
  fill(store: Store, rules: Rules | undefined): void {
    this.#empty()
    const { files, assistants } = store
    const before = new Set([...idsOf(files), ...idsOf(assistants)])
    rules?.backend.fill?.(store)
    if (this.#models) replaceModels(store, this.#models)
    const addedFiles = idsOf(files).filter((id) => !before.has(id))
    const addedAssistants = idsOf(assistants).filter((id) => !before.has(id))
    this.#empty = () => {
      for (const id of addedFiles) files.delete(id)
      for (const id of addedAssistants) assistants.delete(id)
    }
  }
}

function idsOf(kept: { list(): ReadonlyArray<{ readonly id: string }> }): string[] {
  return kept.list().map(({ id }) => id)
}

function replaceModels({ models }: Store, names: readonly string[]): void {
  for (const { id } of models.list()) models.delete(id)
  for (const id of names) models.put({ id })
}
