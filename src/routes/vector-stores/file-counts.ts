import type { VectorStore } from 'openai/resources/vector-stores/vector-stores'
import type { Partially } from '../protocol/defaults.js'

/**
 * Counts the files of a vector store or of a batch by their status. All have one status unless the
 * author gives counts, whose sum is the total.
 */
export function fileCounts(
  status: Exclude<keyof VectorStore.FileCounts, 'total'>,
  files: number,
  given: Partially<VectorStore.FileCounts> = { [status]: files },
): VectorStore.FileCounts {
  const { in_progress = 0, completed = 0, failed = 0, cancelled = 0 } = given
  const { total = in_progress + completed + failed + cancelled } = given
  return { in_progress, completed, failed, cancelled, total }
}
