import { expect } from 'vitest'
import { matchers, streamSerializer, type StreamMatchers } from '../matchers.js'

declare module 'vitest' {
  interface Matchers<R, T> extends StreamMatchers<R, T> {}
}

expect.extend(matchers)
expect.addSnapshotSerializer(streamSerializer)
