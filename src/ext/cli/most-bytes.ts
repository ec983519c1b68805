/** The most bytes of a stream, or of a record, that a command keeps in the memory: reading takes many times as much. */
export const MOST_BYTES = 64_000_000
