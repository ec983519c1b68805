import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { ExchangeEntry } from './exchange.js'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** The metrics of a server, in the text form of Prometheus. */
export class ServerMetrics {
  readonly #registry = new Registry()
  readonly #requests = new Counter({
    name: 'msw_openai_requests_total',
    help: 'Requests that have ended.',
    labelNames: ['route', 'status', 'outcome'] as const,
    registers: [this.#registry],
  })
  readonly #firstEvents = new Histogram({
    name: 'msw_openai_first_event_seconds',
    help: 'Seconds from a request to the first event of its stream.',
    labelNames: ['route'] as const,
    buckets: SECONDS,
    registers: [this.#registry],
  })
  readonly #durations = new Histogram({
    name: 'msw_openai_request_duration_seconds',
    help: 'Seconds from a request to the end of its response.',
    labelNames: ['route'] as const,
    buckets: SECONDS,
    registers: [this.#registry],
  })

  /** @param open Counts the streams that are open. */
  constructor(open: () => number) {
    const streams: Gauge = new Gauge({
      name: 'msw_openai_open_streams',
      help: 'Streams that have not ended.',
      registers: [this.#registry],
      collect: () => streams.set(open()),
    })
  }

  observe({ endpoint, status, outcome, ms, firstEventMs }: ExchangeEntry): void {
    const route = endpoint ?? 'none'
    this.#requests.inc({ route, status: status ?? 'none', outcome })
    if (ms !== null) this.#durations.observe({ route }, ms / 1000)
    if (firstEventMs !== null) this.#firstEvents.observe({ route }, firstEventMs / 1000)
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  print(): Promise<string> {
    return this.#registry.metrics()
  }
}
