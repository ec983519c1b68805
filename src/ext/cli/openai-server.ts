import { createBackend, type Backend } from '../backend/index.js'
import { serveOn, type NodeServer } from '../node/serve.js'
import type { Rules } from '../rules/rules-of-file.js'
import { createBoundedServer } from './bounded-server.js'
import { ExchangeMemory } from './exchange-memory.js'
import { ExchangeObserver } from './exchange-observer.js'
import type { RequestLog } from './request-log.js'
import type { ServeSettings } from './serve-settings.js'
import { ServedRules } from './served-rules.js'
import { StoreFilling } from './store-filling.js'
import type { ServerMetrics } from './server-metrics.js'
import { isPagePath, serverPages } from './server-pages.js'
import { UnknownRequest } from './unknown-request.js'

/** The calls that a route remembers: `/_calls` has a memory of its own. */
const CALLS = 10
/** The last events of a stream, one of which has the usage. */
const EVENTS = 3

interface OpenAIServerOptions {
  readonly settings: ServeSettings
  /** The rules of the start; undefined for none. */
  readonly rules: Rules | undefined
  readonly log: RequestLog
  /** Parses the rules that a test sends. */
  parse(text: string): Promise<Rules>
}

/** A whole OpenAI on a port, with the pages of the server. */
export class OpenAIServer {
  readonly rules: ServedRules
  readonly #options: OpenAIServerOptions
  readonly #backend: Backend
  readonly #filling: StoreFilling
  readonly #memory = new ExchangeMemory()
  readonly #observer: ExchangeObserver
  /** The number of streams that are open. */
  #open = 0
  #metrics: Promise<ServerMetrics> | undefined

  constructor(options: OpenAIServerOptions) {
    const { settings, rules } = options
    const { seed, through } = settings
    this.#options = options
    this.rules = new ServedRules(rules)
    this.#filling = new StoreFilling(settings.models)
    this.#backend = createBackend({
      answer: this.rules.answer,
      apiKey: () => this.apiKey,
      fill: (store) => this.#filling.fill(store, this.rules.current),
      seed,
      through,
      calls: CALLS,
      record: EVENTS,
    })
    this.#observer = this.#observe()
  }

  /** The only key that is accepted; undefined where every key is. */
  get apiKey(): string | undefined {
    return this.#options.settings.apiKey ?? this.rules.current?.apiKey
  }

  /** Starts to listen. @throws {ServeError} When the server cannot listen. */
  listen(port: number): Promise<NodeServer> {
    const pages = serverPages({
      memory: this.#memory,
      metrics: () => this.metrics,
      listRules: () => this.rules.current?.rules ?? [],
      setRules: async (text) => this.setRules(await this.#options.parse(text)),
      reset: () => this.#reset(),
    })
    const handlers = [...pages, ...this.#backend.handlers, new UnknownRequest(pages)]
    const { host: hostname, bodyLimit } = this.#options.settings
    return serveOn(createBoundedServer(), handlers, { port, hostname, bodyLimit }, this.#observer)
  }

  /** Answers by other rules from now on. What the server keeps stays. */
  setRules(rules: Rules): void {
    this.rules.replace(rules)
    this.#filling.replace(this.#backend.store, rules)
  }

  /** Answers by the rules of a changed file from now on, to which a reset goes back. */
  renewRules(rules: Rules): void {
    this.rules.renew(rules)
    this.#filling.replace(this.#backend.store, rules)
  }

  /** Waits until the requests whose connections are closed have ended, and are logged. */
  settled(): Promise<unknown> {
    return this.#observer.settled()
  }

  /** The metrics, whose library is loaded when it is needed. */
  get metrics(): Promise<ServerMetrics> {
    this.#metrics ??= import('./server-metrics.js').then(
      ({ ServerMetrics: Metrics }) => new Metrics(() => this.#open),
    )
    return this.#metrics
  }

  #reset(): void {
    this.rules.restore()
    this.#backend.reset()
    this.#memory.clear()
  }

  #observe(): ExchangeObserver {
    const memory = this.#memory
    return new ExchangeObserver({
      isIgnored: ({ method, url = '' }) => method === 'OPTIONS' || isPagePath(url),
      ruleOf: (call) => this.rules.ruleOf(call),
      onBegin: (exchange) => memory.add(exchange),
      onStream: () => this.#open++,
      onEnd: (exchange, entry) => {
        if (entry.stream) this.#open--
        memory.onEnd(exchange)
        this.#options.log.write(entry, [this.apiKey])
        void this.metrics.then((metrics) => metrics.observe(entry))
      },
    })
  }
}
