import type { RequestHandler } from 'msw'
import { major } from '../clients/support.js'
import type { Target } from './clients/client.js'
import { clientNames, type ClientName } from './clients/index.js'

/** MSW as this run of the tests has it. */
export const MSW = `MSW ${process.env['MSW']}`

export type TransportName = 'MSW 3' | 'MSW 2' | 'MSW 2.10' | 'createFetch' | 'serve'

/** A way from routes to clients. */
export interface Transport {
  /** One of the names that deviations are declared by. */
  readonly name: string
  /** True where the transport sends on while the client does not read. */
  readonly isAhead: boolean
  /** The clients that can send requests there. */
  readonly clients: readonly ClientName[]
  /** Answer with handlers, until it is closed. */
  open(handlers: readonly RequestHandler[], client: ClientName): Promise<Opened>
}

interface Opened extends Target {
  close?(): Promise<void>
}

/** The clients of this run: without openai 7, where another major is in its place. */
export const everyClient = clientNames.filter((name) => name !== 'openai 7' || major.openai === 7)
