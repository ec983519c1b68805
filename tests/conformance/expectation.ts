import { expect } from 'vitest'
import type { ClientName } from './clients/index.js'
import { deviations, type Deviation } from './deviations.js'
import { endings } from './endings.js'
import type { Ending, Fault, Sight } from './fault.js'

/** One client that reads one fault through one transport. */
export interface Place {
  readonly fault: Fault
  readonly client: ClientName
  readonly transport: string
}

/** The facts about a call after its end. */
export interface Observation {
  readonly words: string
  readonly end: string
  /** Those of the wire. */
  readonly reads?: number
  /** The `sent` and the `outcome` of the call. */
  readonly call?: readonly [sent: number, outcome: string]
}

/** Gives the expected sight of a client, as on the page of faults. */
export function sightOf({ sees }: Fault, client: ClientName): { words: string; ending: Ending } {
  const sight: Sight = sees[client] ?? (isSDK(client) ? sees.sdk : sees.wire)
  const words = sight.split(' ')
  // A sight ends in one, which its type makes sure of.
  const ending = words.pop() as Ending
  return { words: words.join(' '), ending }
}

/** Gives the expected observation. */
export function expectation(place: Place): Observation {
  const { words, ending } = sightOf(place.fault, place.client)
  const end = deviation(place, ending)?.is ?? endings[ending][place.client] ?? ending

  return {
    words,
    end,
    ...(isSDK(place.client) ? {} : { reads: readsAt(place, words) }),
    ...(isUpset(ending) ? {} : { call: callAt(place) }),
  }
}

/** Recognizes an ending at which a client disconnects by itself: the number of events sent by then is open. */
export function isUpset(ending: Ending): boolean {
  return ending === 'APIError' || ending === 'SyntaxError'
}

export function isSDK(client: ClientName): boolean {
  return client.startsWith('openai')
}

function readsAt(place: Place, words: string): number {
  // Any number will do where reads merge.
  if (deviation(place, 'reads')) return expect.any(Number)

  const { reads = words.split(' ').filter(Boolean).length, late = false } = place.fault
  return late && deviation(place, 'late reads') ? reads + 1 : reads
}

function callAt(place: Place): readonly [number, string] {
  const [sent, outcome] = place.fault.call
  return [sent, deviation(place, `call ${outcome}`)?.is ?? outcome]
}

function deviation(
  { fault, client, transport }: Place,
  what: Deviation['of'],
): Deviation | undefined {
  return deviations.find(
    ({ on, clients, of, faults = [fault.code] }) =>
      of === what &&
      on.some((name) => name === transport) &&
      clients.includes(client) &&
      faults.includes(fault.code),
  )
}
