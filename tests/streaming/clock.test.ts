import { stat } from 'node:fs'
import type * as Streaming from 'msw-openai/streaming'
import { afterEach, expect, it, vi } from 'vitest'
import { delay, forever, macrotask } from '../../src/streaming/clock.js'
import { readAll } from '../support.js'

afterEach(() => {
  vi.useRealTimers()
  vi.resetModules()
})

/** Loads the engine as a test does that installs its fake timers first. */
async function importUnderFakeTimers() {
  vi.useFakeTimers()
  vi.resetModules()
  return {
    clock: await import('../../src/streaming/clock.js'),
    streaming: await import('msw-openai/streaming'),
  }
}

/** Three events, one of them after a pause. */
async function playThree({ EventStream, pause, respond, unnamed }: typeof Streaming) {
  const { z } = await import('zod')
  class Three extends EventStream<string> {
    override *generate() {
      yield* ['one', 'two', pause(0), 'three']
    }
  }
  const event = z.any()
  return respond({ name: 'words', wire: { event, frame: unnamed } }, new Three())
}

it('lets whatever is due run', async () => {
  const ran: string[] = []
  setImmediate(() => ran.push('immediate'))
  await macrotask()

  expect(ran).toEqual(['immediate'])
})

it.each(['real', 'fake'])('lets I/O run, under %s timers', async (timers) => {
  const clock = timers === 'real' ? { macrotask } : (await importUnderFakeTimers()).clock
  const ran: string[] = []
  stat('.', () => ran.push('stat'))
  // Microtasks alone would never let it end.
  while (ran.length === 0) await clock.macrotask()

  expect(ran).toEqual(['stat'])
})

it('needs no timer of its own', async () => {
  vi.useFakeTimers()
  await macrotask()

  expect(vi.getTimerCount()).toBe(0)
})

it('flows when it is imported under fake timers', async () => {
  const { streaming } = await importUnderFakeTimers()
  const { body } = await playThree(streaming)
  const { items, error } = await readAll(body!.pipeThrough(new TextDecoderStream()))

  expect(items).toEqual(['data: "one"\n\n', 'data: "two"\n\n', 'data: "three"\n\n'])
  expect(error).toBeUndefined()
  expect(vi.getTimerCount()).toBe(0)
})

it('waits on the global timer', async () => {
  vi.useFakeTimers()
  const ended: string[] = []
  const waiting = delay(1000, new AbortController().signal).then(() => ended.push('delay'))

  vi.advanceTimersByTime(999)
  await macrotask()
  expect(ended).toEqual([])

  vi.advanceTimersByTime(1)
  await waiting
  expect(ended).toEqual(['delay'])
})

it('waits for no timer when there is nothing to wait for', async () => {
  vi.useFakeTimers()

  await expect(delay(0, new AbortController().signal)).resolves.toBeUndefined()
  expect(vi.getTimerCount()).toBe(0)
})

it('stops waiting, and clears its timer, once its signal aborts', async () => {
  vi.useFakeTimers()
  const leaving = new AbortController()
  const waits = [delay(1000, leaving.signal), forever(leaving.signal)]
  expect(vi.getTimerCount()).toBe(1)

  leaving.abort('gone')
  expect(vi.getTimerCount()).toBe(0)
  expect(await Promise.allSettled(waits)).toEqual([
    { status: 'rejected', reason: 'gone' },
    { status: 'rejected', reason: 'gone' },
  ])
})

it('does not start to wait once its signal has aborted', async () => {
  vi.useFakeTimers()
  const gone = AbortSignal.abort('gone')

  await expect(delay(1000, gone)).rejects.toBe('gone')
  await expect(forever(gone)).rejects.toBe('gone')
  expect(vi.getTimerCount()).toBe(0)
})
