/** A search of files on behalf of a model. */
export interface FileSearch {
  readonly queries: readonly string[]
  /** The parts of files that were found, best first. */
  readonly results: readonly FileSearchResult[]
}

/** A part of a file that a search has found. */
export interface FileSearchResult {
  readonly file_id: string
  readonly filename: string
  /** The likeness to the nearest query, from 0 to 1. */
  readonly score: number
  readonly attributes: Readonly<Record<string, string | number | boolean>>
  readonly text: string
}
