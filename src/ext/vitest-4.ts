import type { StreamMatchers } from './matchers.js'

declare global {
  // oxlint-disable-next-line no-namespace -- The place where Vitest 4 looks for matchers.
  namespace jest {
    interface Matchers<R, T> extends StreamMatchers<R, T> {}
  }
}

export * from './vitest/for-every-vitest.js'
