import type { VectorStoreFile } from 'openai/resources/vector-stores/files'
import type { VectorStoreSearchParams } from 'openai/resources/vector-stores/vector-stores'
import { textVector } from '../../../routes/embeddings/text-vector.js'
import { found } from '../resources/found.js'
import { passes, type AttributeFilter } from './attribute-filter.js'
import { chunksOf } from './chunks-of.js'
import type { FileSearchResult } from './file-search.js'
import { noVectorStore, upToDate, useVectorStore, type Retrieval } from './open-vector-store.js'
import { textOfFile } from './text-of-file.js'

/** Options of a search, named as on the wire. */
export interface SearchOptions {
  /** The most results; 10 unless given. */
  readonly max_num_results?: number | undefined
  /** Chooses files by their attributes; all files unless given. */
  readonly filters?: AttributeFilter | null | undefined
  readonly ranking_options?:
    | Pick<VectorStoreSearchParams.RankingOptions, 'score_threshold'>
    | undefined
}

/** The length of the vectors that a search compares. */
const DIMENSIONS = 1536

/**
 * Searches the files of vector stores. Gives the parts of the files that share the most words with a
 * query, best first.
 *
 * @throws {Refusal} When a vector store does not exist, or has expired.
 */
export function searchFiles(
  retrieval: Retrieval,
  vectorStoreIds: readonly string[],
  queries: readonly string[],
  { max_num_results = 10, filters, ranking_options }: SearchOptions = {},
): FileSearchResult[] {
  const vectors = queries.map((query) => textVector(query, DIMENSIONS))
  const threshold = ranking_options?.score_threshold ?? 0
  return vectorStoreIds
    .flatMap((id) => filesOf(retrieval, id))
    .filter(({ attributes }) => !filters || passes(attributes, filters))
    .flatMap((file) => resultsIn(retrieval, file, vectors))
    .filter(({ score }) => score >= threshold)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, max_num_results)
}

/** Lists the files of a vector store that can be searched. */
function filesOf(retrieval: Retrieval, vector_store_id: string): VectorStoreFile[] {
  const { store } = retrieval
  const params = { vector_store_id }
  const vectorStore = found(store.vectorStores, { params }, 'vector_store_id', noVectorStore)
  useVectorStore(retrieval, upToDate(retrieval, vectorStore))
  const files = store.vectorStoreFiles.of(vector_store_id).list()
  return files.filter(({ status }) => status === 'completed')
}

/** Compares each chunk of a file with the vectors of the queries. */
function resultsIn(
  { store }: Retrieval,
  { id, attributes, chunking_strategy }: VectorStoreFile,
  queries: ReadonlyArray<readonly number[]>,
): FileSearchResult[] {
  const filename = store.files.get(id)?.filename ?? ''
  return chunksOf(textOfFile(store, id), chunking_strategy).map((text) => ({
    file_id: id,
    filename,
    score: likeness(textVector(text, DIMENSIONS), queries),
    attributes: attributes ?? {},
    text,
  }))
}

/** Gives the cosine of a vector and the nearest other one, within 0 and 1. All are of length 1. */
function likeness(vector: readonly number[], others: ReadonlyArray<readonly number[]>): number {
  const cosines = others.map((other) =>
    other.reduce((sum, value, index) => sum + value * (vector[index] ?? 0), 0),
  )
  return Math.min(Math.max(0, ...cosines), 1)
}
