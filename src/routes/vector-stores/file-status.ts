import type { VectorStoreFile } from 'openai/resources/vector-stores/files'

/** The statuses of a file and of a batch. A status that the SDK adds or removes causes a compile error here. */
export const FILE_STATUSES = {
  in_progress: true,
  completed: true,
  cancelled: true,
  failed: true,
} satisfies Record<VectorStoreFile['status'], true>
