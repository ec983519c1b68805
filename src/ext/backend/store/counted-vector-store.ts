import type { VectorStoreFile } from 'openai/resources/vector-stores/files'
import type { VectorStore } from 'openai/resources/vector-stores/vector-stores'
import type { Partially } from '../../../routes/protocol/defaults.js'
import { fileCounts } from '../../../routes/vector-stores/file-counts.js'

/** Counts files by their status. */
export function countFiles(files: readonly VectorStoreFile[]): VectorStore.FileCounts {
  const counts = { in_progress: 0, completed: 0, failed: 0, cancelled: 0 }
  for (const { status } of files) counts[status]++
  return fileCounts('completed', files.length, counts)
}

/** Gives a vector store the counts, the size and the status that its files have together. */
export function countedVectorStore(
  store: Partially<VectorStore>,
  files: readonly VectorStoreFile[],
): Partially<VectorStore> {
  const file_counts = countFiles(files)
  const status = file_counts.in_progress > 0 ? 'in_progress' : 'completed'
  return {
    ...store,
    file_counts,
    usage_bytes: files.reduce((sum, { usage_bytes }) => sum + usage_bytes, 0),
    status: store.status === 'expired' ? store.status : status,
  }
}
