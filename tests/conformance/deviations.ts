import type { CallOutcome } from 'msw-openai'
import type { ClientName } from './clients/index.js'
import type { Ending } from './fault.js'
import type { TransportName } from './transport.js'

/** A difference between a transport and a real connection. */
export interface Deviation {
  readonly on: readonly TransportName[]
  readonly clients: readonly ClientName[]
  /** The thing that differs: an ending, an outcome, or the reads. */
  readonly of: Ending | 'reads' | 'late reads' | `call ${CallOutcome}`
  /** The faults with this difference; all of them unless given. */
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
    why: 'TCP has no reads: two writes may arrive as one.',
  },
  {
    on: ['createFetch'],
    clients: ['openai 4'],
    of: 'cut',
    is: 'TypeError: terminated (UND_ERR_SOCKET)',
    why: 'The SDK reads the body of `createFetch`, and not that of node-fetch.',
  },
  {
    on: ['createFetch', ...everyMSW],
    clients: ['openai 4'],
    of: 'refused',
    is: 'APIConnectionError: Connection error.',
    why: 'There is no socket, so that there is no code of one.',
  },
  {
    on: ['createFetch'],
    clients: ['fetch'],
    of: 'refused',
    is: 'TypeError: fetch failed (ECONNREFUSED)',
    why: 'The error is that of an address without a server. A real server accepts, and then hangs up.',
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
    why: 'The error is MSW’s, with the words of browsers.',
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
    why: 'MSW 2.10 writes a 500 into the middle of a body that fails. Node cannot read it.',
  },
  {
    on: MSW2,
    clients: ['fetch'],
    of: 'late reads',
    is: 'one more, without bytes',
    why: 'An empty chunk makes MSW 3 send the headers. MSW 2 sends this chunk to the client.',
  },
  {
    on: MSW2,
    clients: ['openai 4', 'node:http'],
    of: 'call aborted',
    is: 'pending',
    why: 'MSW 2 does not report that a client of `node:http` has disconnected.',
  },
  {
    on: [...everyMSW, 'createFetch'],
    clients: ['openai 7'],
    faults: ["crlf(), split('crlf')"],
    of: 'call completed',
    is: 'aborted',
    why: 'The SDK disconnects at the CR behind `[DONE]`, before it has the LF. A real server has sent the LF by then.',
  },
]
