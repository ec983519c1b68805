import type { StreamMatchers } from '../matchers.js'

declare module 'vitest' {
  interface Matchers<R, T> extends StreamMatchers<R, T> {}
}
