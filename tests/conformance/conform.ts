import { setTimeout as wait } from 'node:timers/promises'
import { cutAfter } from 'msw-openai'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { lateFetch } from './clients/raw-fetch.js'
import { expectation, type Place } from './expectation.js'
import type { Fault } from './fault.js'
import { faults } from './faults/index.js'
import { observe } from './observe.js'
import type { Transport } from './transport.js'
import { PATIENCE } from './watch.js'

/** Test that every client sees of every fault, on one transport, what the page about faults says. */
export function conform(transport: Transport): void {
  quietly()

  it.each(placesOn(transport))('$client sees $fault.code', async (place) => {
    expect(await observe(place, transport)).toEqual(expectation(place))
  })

  it('cuts off a late reader, where it sends on without one', async () => {
    const sight = transport.isAhead ? 'cut' : '① ② cut'
    const fault: Fault = {
      code: 'cutAfter(2)',
      does: '',
      through: [cutAfter(2)],
      call: [2, 'cut'],
      sees: { sdk: sight, wire: sight },
    }
    const place: Place = { fault, client: 'fetch', transport: transport.name }
    const late = lateFetch((closed) => (transport.isAhead ? closed : wait(PATIENCE)))

    expect(await observe(place, transport, late)).toEqual(expectation(place))
  })
}

/** Every fault for every client. */
export function placesOn({ name, clients }: Transport): Place[] {
  return faults.flatMap((fault) => clients.map((client) => ({ fault, client, transport: name })))
}

/** Scripts that break are printed, and so is JSON that openai cannot read: here it is on purpose. */
function quietly(): void {
  beforeEach(() => {
    vi.spyOn(console, 'error').mockReturnValue()
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
}
