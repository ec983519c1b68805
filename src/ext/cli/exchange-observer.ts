import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RouteResponse } from '../../routes/responder.js'
import { watchCalls } from '../../routes/watch-calls.js'
import type { IncomingRequest } from '../node/incoming-request.js'
import type { ServerObserver } from '../node/serve.js'
import { Exchange, type AnyCall, type ExchangeEntry } from './exchange.js'

/** The functions that an {@link ExchangeObserver} calls. */
interface Listeners {
  /** Recognizes a request that is none to OpenAI, such as a preflight request, and is not followed. */
  isIgnored(message: IncomingMessage): boolean
  onBegin(exchange: Exchange): void
  /** Called when a stream begins. */
  onStream(): void
  onEnd(exchange: Exchange, entry: ExchangeEntry): void
  ruleOf(call: AnyCall): string | undefined
}

/** Follows every request of a server from its headers to the end of its response. */
export class ExchangeObserver implements ServerObserver {
  readonly #listeners: Listeners
  readonly #current = new AsyncLocalStorage<Exchange>()
  /** The ends of the requests that have not ended. */
  readonly #ends = new Set<Promise<void>>()
  #count = 0

  constructor(listeners: Listeners) {
    this.#listeners = listeners
    // The first call of a request is the request's own: a batch makes further calls.
    watchCalls(({ call }) => {
      const exchange = this.#current.getStore()
      if (!exchange) return
      exchange.call ??= call
      // The line of the request has the error of a broken call.
      call.isReported = true
    })
  }

  onRequest(message: IncomingMessage, out: ServerResponse, receive: () => Promise<void>): unknown {
    if (this.#listeners.isIgnored(message)) return receive()

    const exchange = new Exchange(++this.#count, message)
    exchange.ruleOf = this.#listeners.ruleOf
    this.#listeners.onBegin(exchange)
    const end = this.#end(exchange, out)
    this.#ends.add(end)
    void end.finally(() => this.#ends.delete(end))
    return this.#current.run(exchange, receive)
  }

  readonly onResponse = ({ body }: IncomingRequest, response: RouteResponse): void => {
    const exchange = this.#current.getStore()
    exchange?.onResponse(body?.length ?? 0, response)
    if (exchange?.entry.stream) this.#listeners.onStream()
  }

  /** Waits until every request has ended. */
  settled(): Promise<unknown> {
    return Promise.all(this.#ends)
  }

  async #end(exchange: Exchange, out: ServerResponse): Promise<void> {
    await new Promise<void>((resolve) => out.once('close', resolve))
    const status = out.headersSent ? out.statusCode : undefined
    const entry = await exchange.end({ status, isWhole: out.writableFinished })
    this.#listeners.onEnd(exchange, entry)
  }
}
