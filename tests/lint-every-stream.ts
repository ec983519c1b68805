import { afterAll, afterEach } from 'vitest'
import { watchCalls, type WatchedCall } from '../src/routes/watch-calls.js'
import { isAllowed } from './allow-findings.js'

/** The calls since the last test. */
let calls: WatchedCall[] = []

const stopWatching = watchCalls((watched) => void calls.push(watched))
afterAll(stopWatching)

// Every stream of this package obeys its protocol, unless a test damages the stream on purpose.
afterEach(async () => {
  const played = calls
  calls = []
  for (const { call } of played) {
    const findings = call.findings.filter(({ rule }) => !isAllowed(rule))
    if (findings.length === 0) continue

    // Few tests come so far, and all of them would have to load the rules.
    const { describeFindings } = await import('../src/ext/lint/describe-findings.js')
    throw new Error(`${call.answer} on ${call.endpoint}:\n${describeFindings(findings)}`)
  }
})
