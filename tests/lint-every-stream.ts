import { relative } from 'node:path'
import { afterAll, afterEach, expect } from 'vitest'
import { watchCalls, type WatchedCall } from '../src/routes/watch-calls.js'
import { intended } from './intended-findings.js'

/** The calls since the last test. */
let calls: WatchedCall[] = []

const stopWatching = watchCalls((watched) => void calls.push(watched))
afterAll(stopWatching)

// Every stream of this project obeys its protocol, unless a test damages the stream on purpose.
afterEach(async () => {
  const played = calls
  calls = []
  const allowed = rulesOf(expect.getState().testPath)
  for (const { call } of played) {
    const findings = call.findings.filter(({ rule }) => !allowed.has(rule))
    if (findings.length === 0) continue

    // Few tests come so far, and all of them would have to load the rules.
    const { describeFindings } = await import('../src/ext/lint/describe-findings.js')
    throw new Error(`${call.answer} on ${call.endpoint}:\n${describeFindings(findings)}`)
  }
})

/** Gives the rules that a test file may break. */
function rulesOf(testPath = ''): Set<string> {
  const file = relative(`${import.meta.dirname}/..`, testPath)
  return new Set(intended.filter(({ files }) => files.includes(file)).flatMap(({ rules }) => rules))
}
