import { relative } from 'node:path'
import { afterAll, afterEach, expect } from 'vitest'
import type { RecordedCall } from '../src/routes/call.js'
import { watchCalls } from '../src/routes/watch-calls.js'
import { intended } from './intended-findings.js'

type AnyCall = RecordedCall<unknown, unknown>

const { testPath = '' } = expect.getState()
const file = relative(`${import.meta.dirname}/..`, testPath)
/** The rules that the test file may break. */
const allowed = new Set(
  intended.filter(({ files }) => files.includes(file)).flatMap(({ rules }) => rules),
)
/** The faults of the streams that have ended since the last test. */
let faults: string[] = []

// Nothing of a call is kept: some tests are about memory.
const stopWatching = watchCalls(({ call }) => void call.settled.then(() => lint(call)))
afterAll(stopWatching)

// Every stream of this project obeys its protocol, unless a test damages the stream on purpose.
afterEach(() => {
  const found = faults
  faults = []
  if (found.length > 0) throw new Error(found.join('\n'))
})

function lint({ endpoint, answer, findings }: AnyCall): void {
  for (const { rule, severity, index, message } of findings) {
    if (allowed.has(rule)) continue
    faults.push(`${answer} on ${endpoint}, event ${index}, ${severity} ${rule}: ${message}`)
  }
}
