/** Measures the memory in use after garbage collection and finalizers, in bytes. */
export async function settledMemory(): Promise<NodeJS.MemoryUsage> {
  for (let count = 0; count < 4; count++) {
    globalThis.gc?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return process.memoryUsage()
}
