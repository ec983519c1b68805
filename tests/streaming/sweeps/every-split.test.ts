import {
  AsyncEventStream,
  comment,
  everySplit,
  respond,
  splitAt,
  type SweepCase,
} from 'msw-openai/streaming'
import { expect, it } from 'vitest'
import { characterByRead, decoded, lineByRead, parsed, twoReadsALine } from './readers.js'
import { bodyOf, errorOf, ticks, Scripted } from './support.js'

const script = new Scripted({ tick: 'Hé' }, comment('ping'), { tick: '漢🙂' })

async function readsOf(body: ReadableStream<Uint8Array>): Promise<number[]> {
  return Array.fromAsync(body, ({ length }) => length)
}

async function readsBoth(fetch: typeof globalThis.fetch): Promise<void> {
  expect((await twoReadsALine(fetch)).ticks).toHaveLength(2)
}

/** The stages of a sweep with few random splits. */
async function stagesOf(seed?: number): Promise<string[]> {
  const stages: string[] = []
  const note = async (fetch: typeof globalThis.fetch, sweepCase: SweepCase) => {
    await bodyOf(fetch)
    stages.push(sweepCase.stages)
  }
  await everySplit(ticks, script, note, { random: { runs: 5, seed } })
  return stages
}

it.each([
  ['decode()', decoded],
  ['eventsource-parser', parsed],
])('passes %s', async (_, reader) => {
  await everySplit(ticks, script, async (fetch) => {
    expect(await reader(fetch)).toEqual({ ticks: [...script], done: true })
  })
})

it('passes an async script', async () => {
  class Late extends AsyncEventStream<{ tick: string }> {
    override async *generate() {
      yield { tick: await Promise.resolve('late') }
    }
  }

  await everySplit(ticks, new Late(), async (fetch) => {
    expect(await decoded(fetch)).toEqual({ ticks: [{ tick: 'late' }], done: true })
  })
})

it('plays the stream as it is, in two reads at every byte, in random ones, and a byte a read', async () => {
  const reads: number[][] = []
  await everySplit(
    ticks,
    new Scripted({ tick: '' }),
    async (fetch) => {
      reads.push(await readsOf(await bodyOf(fetch)))
    },
    { random: { runs: 20 } },
  )

  const total = 19 + 14
  expect(reads[0]).toEqual([19, 14])
  expect(reads.slice(1, total)).toEqual(
    Array.from({ length: total - 1 }, (_, index) => [index + 1, total - index - 1]),
  )
  expect(reads.slice(total, -1).every(({ length }) => length > 2 && length < total)).toBe(true)
  expect(reads.slice(total, -1).every((sizes) => sum(sizes) === total)).toBe(true)
  expect(reads.length).toBeGreaterThan(total + 10)
  expect(reads.at(-1)).toEqual(Array.from({ length: total }, () => 1))
})

it('chooses the same splits by the same seed', async () => {
  expect(await stagesOf()).toEqual(await stagesOf(1))
  expect(await stagesOf(2)).not.toEqual(await stagesOf(1))
})

it.each([
  [5, 5],
  [69, 69],
  [Infinity, 69],
  [0, 0],
])(
  'splits a stream of 70 bytes at %d positions in two, and thus at %d',
  async (positions, played) => {
    const two: number[] = []
    await everySplit(
      ticks,
      script,
      async (fetch) => {
        const sizes = await readsOf(await bodyOf(fetch))
        if (sizes.length === 2) two.push(sizes[0] ?? 0)
      },
      { positions, random: { runs: 0 } },
    )
    expect(two).toHaveLength(played)
    expect(new Set(two).size).toBe(played)
    expect(two).toEqual(two.toSorted((one, other) => one - other))
  },
)

it('spreads its positions over a long stream, in linear time', async () => {
  const long = new Scripted(
    ...Array.from({ length: 20_000 }, (_, index) => ({ tick: `word ${index}` })),
  )
  const positions: number[] = []
  await everySplit(
    ticks,
    long,
    async (fetch, { stages, bytes }) => {
      const reader = (await bodyOf(fetch)).getReader()
      await reader.read()
      await reader.cancel()
      expect(bytes).toBeGreaterThan(500_000)
      positions.push(Number(/^splitAt\((\d+)\)$/.exec(stages)?.[1] ?? 0))
    },
    { positions: 100, random: { runs: 2 }, timeout: 60_000 },
  )
  // The undisturbed case, two random ones, and one of single bytes.
  expect(positions).toHaveLength(104)
  expect(Math.max(...positions)).toBeGreaterThan(490_000)
})

it.each([-1, 1.5, NaN, '5'])('refuses %o positions', async (positions) => {
  await expect(
    everySplit(ticks, script, async () => {}, { positions: positions as number }),
  ).rejects.toThrow(
    new RangeError(
      `Failed to split at ${positions} positions: expected a number of positions, or Infinity.`,
    ),
  )
})

it('describes a case in which everything arrives', async () => {
  const cases: SweepCase[] = []
  await everySplit(ticks, script, async (fetch, sweepCase) => {
    await bodyOf(fetch)
    cases.push(sweepCase)
  })

  expect(cases[0]).toEqual({ stages: '', events: 2, bytes: 70, whole: true, cut: false })
  expect(cases[57]).toEqual({ ...cases[0], stages: 'splitAt(57)' })
  expect(cases.at(-1)).toEqual({ ...cases[0], stages: 'split(1)' })
})

it('finds a reader that takes every read for whole lines', async () => {
  const error = await errorOf(() =>
    everySplit(ticks, script, async (fetch) => {
      expect(await lineByRead(fetch)).toEqual({ ticks: [...script], done: true })
    }),
  )

  expect(error.message).toMatchInlineSnapshot(`
    "Failed to read "Scripted" on "ticks.create" under 151 of 167 splits.
    The smallest: after byte 1, inside event 0 ('d' | 'ata: {"tick"…').
    AssertionError: expected { ticks: [ { tick: '漢🙂' } ], …(1) } to deeply equal { …(2) }
    To play it alone: { through: [splitAt(1)] }"
  `)
})

it('finds a reader that takes every read for whole characters', async () => {
  const error = await errorOf(() =>
    everySplit(ticks, script, async (fetch) => {
      const { ticks: kept } = await characterByRead(fetch)
      expect(kept.map(({ tick }) => tick).join()).toBe('Hé,漢🙂')
    }),
  )

  expect(error.message).toMatchInlineSnapshot(`
    "Failed to read "Scripted" on "ticks.create" under 75 of 167 splits.
    The smallest: after byte 17, inside a character of event 0 ('… {"tick":"H�' | '�"}\\n\\n: ping\\n…').
    AssertionError: expected 'H\\ufffd\\ufffd,漢🙂' to be 'Hé,漢🙂' // Object.is equality
    To play it alone: { through: [splitAt(17)] }"
  `)
})

it('removes from a random split what it does not need to fail', async () => {
  const error = await errorOf(() => everySplit(ticks, script, readsBoth))
  const byByte = await errorOf(() => everySplit(ticks, script, readsBoth, { random: { runs: 0 } }))

  expect(error.message).toMatchInlineSnapshot(`
    "Failed to read "Scripted" on "ticks.create" under 89 of 167 splits.
    The smallest: after bytes 2, 19 ('da' | 'ta: {"tick":"Hé"' | '}\\n\\n: ping\\n\\nd…').
    AssertionError: expected [ { tick: '漢🙂' } ] to have a length of 2 but got 1
    To play it alone: { through: [splitAt(2, 19)] }"
  `)
  expect(byByte.message).toMatchInlineSnapshot(`
    "Failed to read "Scripted" on "ticks.create" under 1 of 70 splits.
    The smallest: after bytes 52, 53 ('… {"tick":"漢🙂' | '"' | '}\\n\\ndata: [DO…').
    AssertionError: expected [ { tick: 'Hé' } ] to have a length of 2 but got 1
    To play it alone: { through: [splitAt(52, 53)] }"
  `)
})

it('says how to play a case alone', async () => {
  const error = await errorOf(() => everySplit(ticks, script, readsBoth))
  const [, positions = ''] = /splitAt\((.*)\)/.exec(error.message) ?? []
  const through = [splitAt(...positions.split(', ').map(Number))]

  const alone = await twoReadsALine(async () => respond(ticks, script, { through }))
  expect(alone.ticks).toHaveLength(1)
})

it('reports a case that does not settle as it is', async () => {
  const error = await errorOf(() =>
    everySplit(
      ticks,
      script,
      async (fetch) => {
        const reads = await readsOf(await bodyOf(fetch))
        if (reads.length > 4) await new Promise(() => {})
      },
      { timeout: 500 },
    ),
  )

  expect(error.message).toMatchInlineSnapshot(`
    "Failed to read "Scripted" on "ticks.create" under 1 of the first 80 splits.
    The smallest: after bytes 5, 13, 49, 69 ('data:' | ' {"tick"' | ':"Hé"}\\n\\n: pi… {"tick":"漢�' | '���"}\\n\\ndata: [DONE]\\n' | '\\n').
    UnsettledError: Failed to await the consumer: it did not settle within 500 ms.
    To play it alone: { through: [splitAt(5, 13, 49, 69)] }
    A case that does not settle ends the sweep."
  `)
})

it.each([{ runs: -1 }, { runs: 1.5 }, { seed: 0.5 }, { runs: Infinity }])(
  'refuses the random splits %j, at once',
  async (random) => {
    const sweep = everySplit(ticks, script, () => expect.unreachable(), { random })

    await expect(sweep).rejects.toThrow(RangeError)
  },
)

it.each<[object, string]>([
  [{ bytes: true }, 'unknown option "bytes". Expected { positions, random, timeout }.'],
  [
    { random: { run: 5 } },
    'unknown option of random "run". Expected { runs, seed }. Did you mean "runs"?',
  ],
])('refuses the options %j, at once', async (options, reason) => {
  const sweep = everySplit(ticks, script, () => expect.unreachable(), options)

  await expect(sweep).rejects.toThrow(new TypeError(`Failed to sweep: ${reason}`))
})

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0)
}
