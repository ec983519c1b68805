import { expect, it } from 'vitest'
import { failureOf } from '../../../src/ext/cli/server-failure.js'

// Asked for in earnest, the host would be looked up outside of this machine.
it.each(['ENOTFOUND', 'EAI_AGAIN'])('says that there is no such host: %s', (code) => {
  const cause = Object.assign(new Error(`getaddrinfo ${code} no.such.host`), { code })

  expect(failureOf(new TypeError('fetch failed', { cause }), 1)).toBe(
    `there is no such host (getaddrinfo ${code} no.such.host). Correct --url.`,
  )
})
