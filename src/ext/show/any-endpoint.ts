import type { Endpoint } from '../../routes/endpoint.js'

/** An endpoint of any types. */
export type AnyEndpoint = Endpoint<unknown, unknown, unknown>
