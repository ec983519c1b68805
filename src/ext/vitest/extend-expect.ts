import { expect } from 'vitest'
import { matchers, streamSerializer } from '../matchers.js'

expect.extend(matchers)
expect.addSnapshotSerializer(streamSerializer)
