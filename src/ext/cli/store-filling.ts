import type { Store } from '../backend/index.js'
import type { Rules } from '../rules/rules-of-file.js'

/** The files, the assistants and the models that rules put into the store of a server. */
export class StoreFilling {
  /** The models of the arguments, which take the place of those of the rules. */
  readonly #models: readonly string[] | undefined
  /** Deletes what the rules before have put, and puts back the models that they have replaced. */
  #empty: () => void = () => undefined

  constructor(models: readonly string[] | undefined) {
    this.#models = models
  }

  /** Puts what rules begin with, in the place of what the rules before have put. */
  replace(store: Store, rules: Rules): void {
    this.#empty()
    this.fill(store, rules)
  }

  /** Puts what rules begin with into a new store. */
  fill(store: Store, rules: Rules | undefined): void {
    const { files, assistants, models } = store
    const modelsBefore = models.list()
    const idsBefore = new Set([...idsOf(files), ...idsOf(assistants)])
    rules?.backend.fill?.(store)
    if (this.#models) replaceModels(store, this.#models)
    const addedFiles = idsOf(files).filter((id) => !idsBefore.has(id))
    const addedAssistants = idsOf(assistants).filter((id) => !idsBefore.has(id))
    const ownModels = this.#models ?? rules?.models
    this.#empty = () => {
      if (ownModels) {
        for (const id of ownModels) models.delete(id)
        for (const model of modelsBefore) models.put(model)
      }
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
