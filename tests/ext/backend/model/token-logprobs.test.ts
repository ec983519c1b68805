import { expect, it } from 'vitest'
import { logprobsOf } from '../../../../src/ext/backend/model/token-logprobs.js'

it('has a word with the space in front as a token', () => {
  const tokens = logprobsOf('You said é', 0)

  expect(tokens.map(({ token }) => token)).toEqual(['You', ' said', ' é'])
  expect(tokens[2]).toEqual({
    token: ' é',
    logprob: expect.any(Number),
    bytes: [32, 195, 169],
    top_logprobs: [],
  })
})

it.each([0, 1, 5, 20])('has %i likely tokens, of which the token itself is the first', (top) => {
  for (const { token, logprob, bytes, top_logprobs } of logprobsOf('a calm note', top)) {
    const sum = top_logprobs.reduce((all, one) => all + Math.exp(one.logprob), 0)

    expect(top_logprobs).toHaveLength(top)
    expect(top_logprobs.slice(0, 1)).toEqual(top ? [{ token, logprob, bytes }] : [])
    expect(new Set(top_logprobs.map((one) => one.token)).size).toBe(top)
    expect(top_logprobs).toEqual(top_logprobs.toSorted((one, other) => other.logprob - one.logprob))
    expect(sum).toBeLessThanOrEqual(1)
  }
})

it('has the same numbers for the same text, and others for another', () => {
  expect(logprobsOf('Hello there', 2)).toEqual(logprobsOf('Hello there', 2))
  expect(logprobsOf('Hello there', 0)).not.toEqual(logprobsOf('Hello you', 0))
})

it('has no token for an empty text', () => {
  expect(logprobsOf('', 3)).toEqual([])
})
