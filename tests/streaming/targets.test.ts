import {
  everyCut,
  everySplit,
  respond,
  type StreamTarget,
  type SweepCase,
} from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { decoded } from './sweeps/readers.js'
import { errorOf, ticks, Scripted, type Tick } from './sweeps/support.js'

const script = new Scripted({ tick: 'one' })

/** A factory of routes, as far as the engine knows it. */
const create = Object.assign(() => 'a route', { endpoint: { ...ticks, method: 'POST' } })

const targets: Array<[name: string, target: StreamTarget<Tick>]> = [
  ['an endpoint', ticks],
  ['a factory of routes', create],
  ['a route', { endpoint: ticks }],
  ['a wire format', ticks.wire],
]

it.each(targets)('responds for %s', async (_, target) => {
  expect(await respond(target, script).text()).toBe('data: {"tick":"one"}\n\ndata: [DONE]\n\n')
})

it.each(targets)('sweeps %s', async (_, target) => {
  const cases: SweepCase[] = []
  const consumer = async (fetch: typeof globalThis.fetch, sweepCase: SweepCase) => {
    const { ticks: kept } = await decoded(fetch)
    expect(kept).toHaveLength(sweepCase.events)
    cases.push(sweepCase)
  }
  await everyCut(target, script, consumer)
  await everySplit(target, script, consumer, { random: { runs: 1 } })

  expect(cases.map(({ stages }) => stages).slice(0, 5)).toEqual([
    '',
    'cutAfter(0)',
    'cutAfter(1)',
    '',
    'splitAt(1)',
  ])
})

it('names a wire format in messages', async () => {
  const error = await errorOf(() =>
    everyCut(ticks.wire, script, async (fetch) => {
      await decoded(fetch)
      throw new Error('Not today.')
    }),
  )

  expect(error.message).toContain('Failed to read "Scripted" on "a wire format", even as it is.')
})

it('refuses an endpoint that never streams', async () => {
  const silent = { name: 'models.list' }
  const reason = '"models.list" has no wire format, so that it never streams.'

  expect(() => respond(silent, script)).toThrow(new TypeError(`Failed to respond: ${reason}`))
  for (const sweep of [everyCut, everySplit]) {
    await expect(sweep({ endpoint: silent }, script, () => expect.unreachable())).rejects.toThrow(
      new TypeError(`Failed to sweep: ${reason}`),
    )
  }
})
