import type { CallOutcome } from 'msw-openai'
import type { ClientName } from './clients/index.js'
import type { Ending } from './fault.js'
import type { TransportName } from './transport.js'

/** What a transport does otherwise than a real connection, and why. */
export interface Deviation {
  readonly on: readonly TransportName[]
  readonly clients: readonly ClientName[]
  /** What it does otherwise: an ending, an outcome, or reads. */
  readonly of: Ending | 'reads' | 'late reads' | `call ${CallOutcome}`
  /** The faults that it is about; all of them, unless given. */
  readonly faults?: readonly string[]
  readonly is: string
  readonly why: string
}

const everyMSW = ['MSW 3', 'MSW 2', 'MSW 2.10'] as const
const MSW2 = ['MSW 2', 'MSW 2.10'] as const

export const deviations: readonly Deviation[] = [
  {
    on: ['serve'],
    clients: ['fetch', 'node:http'],
    of: 'reads',
    is: 'any number',
    why: 'TCP knows no reads: what is written apart may arrive together.',
  },
  {
    on: ['createFetch'],
    clients: ['openai 4'],
    of: 'cut',
    is: 'TypeError: terminated (UND_ERR_SOCKET)',
    why: 'It reads what `createFetch` gives it, and not node-fetch.',
  },
  {
    on: ['createFetch', ...everyMSW],
    clients: ['openai 4'],
    of: 'refused',
    is: 'APIConnectionError: Connection error.',
    why: 'There is no socket whose code it could take over.',
  },
  {
    on: ['createFetch'],
    clients: ['fetch'],
    of: 'refused',
    is: 'TypeError: fetch failed (ECONNREFUSED)',
    why: 'It is as if nobody listened. A server has to listen, and hangs up.',
  },
  {
    on: ['MSW 3'],
    clients: ['fetch'],
    of: 'refused',
    is: 'TypeError: fetch failed',
    why: 'The error is MSW’s, and has no code.',
  },
  {
    on: MSW2,
    clients: ['fetch'],
    of: 'refused',
    is: 'TypeError: Failed to fetch',
    why: 'The error is MSW’s, and worded as in browsers.',
  },
  {
    on: everyMSW,
    clients: ['node:http'],
    of: 'refused',
    is: 'TypeError: Network error',
    why: 'The error is MSW’s.',
  },
  {
    on: ['MSW 2.10'],
    clients: ['openai 4'],
    of: 'cut',
    is: 'Error: Parse Error: Invalid character in chunk size (HPE_INVALID_CHUNK_SIZE)',
    why: 'Where a body fails, MSW 2.10 writes a 500 into the middle of it, which Node cannot read.',
  },
  {
    on: MSW2,
    clients: ['fetch'],
    of: 'late reads',
    is: 'one more, without bytes',
    why: 'MSW 2 passes on the empty chunk that makes MSW 3 send the headers.',
  },
  {
    on: MSW2,
    clients: ['openai 4', 'node:http'],
    of: 'call aborted',
    is: 'pending',
    why: 'MSW 2 tells nobody that a client of `node:http` has left.',
  },
  {
    on: [...everyMSW, 'createFetch'],
    clients: ['openai 7'],
    faults: ["crlf(), split('crlf')"],
    of: 'call completed',
    is: 'aborted',
    why: 'It leaves at the CR behind `[DONE]`, before it has the LF. A server has sent it by then.',
  },
]
