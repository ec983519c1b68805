import type { StreamMatchers } from 'msw-openai/matchers'

declare module 'vitest' {
  interface Assertion<T> extends StreamMatchers<void, T> {}
}
