import { relative } from 'node:path'
import { afterAll, afterEach, expect } from 'vitest'
import type { RecordedCall } from '../src/routes/call.js'
import { watchCalls } from '../src/routes/watch-calls.js'
import { faultsOf, type CallFinding } from './faults-of.js'

declare module 'vitest' {
  interface TaskMeta {
    /** The ids of the rules that streams of the test break on purpose: each of them, and no other rule. */
    findings?: readonly string[]
  }
}

/** The tests that compare the findings of their calls themselves. */
const TESTS_OF_FINDINGS = 'tests/routes/lint/findings.test.ts'

const { testPath = '' } = expect.getState()
const isJudged = relative(`${import.meta.dirname}/..`, testPath) !== TESTS_OF_FINDINGS
/** The findings of the streams that have ended since the last test. */
let found: CallFinding[] = []

// Nothing else of a call is kept: some tests are about memory.
const stopWatching = watchCalls(({ call }) => void call.settled.then(() => lint(call)))

// Every stream of this project obeys its protocol, unless a test says which rules its streams break on purpose.
afterEach(({ task }) => judge(task.meta.findings))
// A stream may end after the last test.
afterAll(() => {
  stopWatching()
  judge()
})

function lint(call: RecordedCall<unknown, unknown>): void {
  if (!isJudged) return
  const { endpoint, answer, findings } = call
  for (const finding of findings) found.push({ ...finding, endpoint, answer })
}

function judge(intended?: readonly string[]): void {
  const faults = faultsOf(found, intended)
  found = []
  if (faults.length > 0) throw new Error(faults.join('\n'))
}
