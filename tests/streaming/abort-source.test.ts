import { expect, it } from 'vitest'
import { AbortSource } from '../../src/streaming/abort-source.js'

/** The state of a source and of its signal. */
function stateOf({ aborted, reason, signal }: AbortSource) {
  return { aborted, reason, ofSignal: { aborted: signal.aborted, reason: signal.reason } }
}

it('aborts with its reason, before and after its signal is asked for', () => {
  const early = new AbortSource()
  const { signal } = early
  const late = new AbortSource()
  const reason = new Error('gone')
  for (const source of [early, late]) source.abort(reason)

  for (const source of [early, late]) {
    expect(stateOf(source)).toEqual({
      aborted: true,
      reason,
      ofSignal: { aborted: true, reason },
    })
  }
  expect(early.signal).toBe(signal)
})

it('aborts with the AbortError of a signal unless it is given a reason', () => {
  const source = new AbortSource()
  source.abort()

  expect(source.reason).toMatchObject({ name: 'AbortError' })
  expect(source.signal.reason).toBe(source.reason)
  expect(() => source.throwIfAborted()).toThrow(source.reason as Error)
})

it('has no reason before the abort', () => {
  const source = new AbortSource()
  source.throwIfAborted()

  expect(stateOf(source)).toEqual({
    aborted: false,
    reason: undefined,
    ofSignal: { aborted: false, reason: undefined },
  })
})

it('calls each listener once, in their order, unless it is removed', () => {
  const source = new AbortSource()
  const called: string[] = []
  const removed = () => called.push('removed')
  source.addEventListener('abort', () => called.push('first'))
  source.addEventListener('abort', removed)
  source.addEventListener('abort', () => called.push('second'))
  source.removeEventListener('abort', removed)
  source.removeEventListener('abort', removed)

  source.abort('gone')
  source.abort('again')
  source.addEventListener('abort', () => called.push('late'))

  expect(called).toEqual(['first', 'second'])
  expect(source.reason).toBe('gone')
})

it('calls a listener once, and none that another listener removes', () => {
  const source = new AbortSource()
  const called: string[] = []
  const last = () => called.push('last')
  const first = () => {
    called.push('first')
    source.removeEventListener('abort', last)
  }
  for (const listener of [first, first, last]) source.addEventListener('abort', listener)
  source.abort()

  expect(called).toEqual(['first'])
})
