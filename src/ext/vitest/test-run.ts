import type { AnyRoute, WatchedCall } from '../../routes/watch-calls.js'
import { cutLeftovers } from './leftovers.js'
import type { LeftoverStreamError } from './leftover-stream-error.js'
import type { UnhandledRequestError } from './unhandled-request-error.js'
import { unusedOf } from './unused-answers-error.js'

/** What happens in one test. */
export class TestRun {
  /** Routes that other tests use at the same time. */
  shared: readonly AnyRoute[] = []
  readonly #watched: WatchedCall[] = []
  /** Routes that it gave to the server. */
  readonly #given = new Set<AnyRoute>()
  readonly #called = new Set<AnyRoute>()
  /** By their messages: a client may try again and again. */
  readonly #unhandled = new Map<string, UnhandledRequestError>()
  /** What it had left unused of the routes that it reset. */
  readonly #unused: string[] = []

  /** A route got a call. */
  record(watched: WatchedCall): void {
    this.#watched.push(watched)
    this.#called.add(watched.route)
  }

  /** Nothing answered a request. */
  refuse(error: UnhandledRequestError): void {
    this.#unhandled.set(error.message, error)
  }

  /** It gives routes to the server. */
  give(routes: readonly AnyRoute[]): void {
    for (const route of routes) this.#given.add(route)
  }

  /** It is about to reset its routes. */
  reset(): void {
    this.#unused.push(...this.#left())
    this.#given.clear()
    this.#called.clear()
  }

  /** Cut what is still under way. */
  cut(): Promise<LeftoverStreamError[]> {
    return cutLeftovers(this.#watched.filter(({ call }) => call.taken))
  }

  /** What broke, and what nothing answered: each once. */
  get errors(): unknown[] {
    const broken = this.#watched.map(({ call }) => call.error)
    return [...new Set(broken), ...this.#unhandled.values()].filter((error) => error !== undefined)
  }

  /** The answers that nothing asked for. */
  get unused(): string[] {
    return [...this.#unused, ...this.#left()]
  }

  /** Have its routes forget what they were asked. */
  forget(): void {
    for (const route of this.#given) route.forget()
  }

  #left(): string[] {
    const routes = new Set([...this.#given, ...this.#called])
    return [...routes].filter((route) => !this.shared.includes(route)).flatMap(unusedOf)
  }
}
