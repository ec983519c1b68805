import type { HttpHandler } from 'msw'
import type { Answer } from '../../routes/answers/answer.js'
import { api, type Api } from '../../routes/api.js'
import type { Call, RecordedCall } from '../../routes/call.js'
import { createRoutes } from '../../routes/create-routes.js'
import type { Endpoint } from '../../routes/endpoint.js'
import { endpointsOf } from '../../routes/endpoints-of.js'
import type { Route } from '../../routes/route.js'
import type { RouteOptions } from '../../routes/route-options.js'
import { valueAt } from '../../routes/protocol/fields.js'
import { assertOptions, type BackendOptions } from './backend-options.js'
import { behavioursOf } from './behaviours.js'
import { createAsk } from './ask.js'
import { Failures } from './failures.js'
import { Model } from './model/model.js'
import { Numbering } from './numbering.js'
import { Refusal } from './resources/refusal.js'
import { createStore, type Store } from './store/store.js'

/** The routes of a tree of endpoints, under the same names. */
export type RouteTree<Tree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends Endpoint<
    infer Event,
    infer Body,
    infer Resource,
    infer _Short
  >
    ? Route<Event, Body, Resource>
    : RouteTree<Tree[Name]>
}

/** A whole OpenAI in memory. */
export interface Backend {
  /** A handler for each endpoint: for `useServer()`, `setupServer()`, `createFetch()` and `serve()`. */
  readonly handlers: HttpHandler[]
  /** The routes, named as the methods of the OpenAI SDK. Each has its calls. */
  readonly routes: RouteTree<Api>
  /** Everything that the backend keeps. */
  readonly store: Store
  /** The calls of all routes, in their order. */
  readonly calls: readonly Call[]
  /** Describes the parts of `answer` that no call has used. */
  readonly unused: readonly string[]
  /**
   * Forgets everything: resources, calls, ids and times, and the steps of `inOrder()`. The option `fill`
   * then fills the store again.
   */
  reset(): void
}

/**
 * Creates a whole OpenAI in memory: every endpoint answers, what is created can be read again, and
 * ids and times are the same in every run.
 *
 * @throws {TypeError} When an option is unknown or wrong.
 *
 * @example
 * const openai = createBackend({ answer: 'It is sunny.' })
 * useServer(...openai.handlers)
 */
export function createBackend(options: BackendOptions = {}): Backend {
  assertOptions('Failed to create a backend', options)
  const { answer, seed = 1, created, idPrefix, through, failures: failing, ...more } = options
  const { calls, record, flagged = [], fill, ...server } = more
  const numbering = new Numbering({ created, idPrefix })
  const store = createStore(numbering)
  const model = new Model(answer, { seed, store: () => store, memory: calls })
  const failures = new Failures(failing)
  const recording = { ...(calls !== undefined && { calls }), ...(record && { record }) }

  const all: AnyRoute[] = []
  const ask = createAsk(() => all)
  const behaviours = behavioursOf({ store, numbering, model, ask, flagged })
  const factories = createRoutes(server)
  for (const { name, wire } of endpointsOf(api)) {
    const path = name.split('.')
    // The trees have a factory and a behaviour for each endpoint.
    const create = valueAt(factories, ...path) as AnyFactory
    const behave = valueAt(behaviours, ...path) as AnyBehaviour
    const delivery = { ...recording, ...(wire && through && { through }) }
    all.push(create(async (call) => failures.next() ?? answerOf(behave, call), delivery))
  }

  fill?.(store)
  return {
    handlers: all,
    routes: treeOf(all),
    store,
    get calls() {
      return callsOf(all)
    },
    get unused() {
      return model.unused
    },
    reset() {
      for (const route of all) route.forget()
      for (const kind of Object.values(store)) kind.clear()
      numbering.reset()
      model.reset()
      failures.reset()
      fill?.(store)
    },
  }
}

type AnyRoute = Route<unknown, unknown, unknown>
type AnyBehaviour = (
  call: RecordedCall<unknown, unknown>,
) => Answer<unknown> | Promise<Answer<unknown>>
type AnyFactory = (
  answer: (call: RecordedCall<unknown, unknown>) => Promise<Answer<unknown>>,
  options: RouteOptions,
) => AnyRoute

/** Gives the answer of a behaviour: the error of a request that can not be carried out is an answer, too. */
async function answerOf(
  behave: AnyBehaviour,
  call: RecordedCall<unknown, unknown>,
): Promise<Answer<unknown>> {
  try {
    return await behave(call)
  } catch (error) {
    if (error instanceof Refusal) return error.answer
    throw error
  }
}

/** Puts routes into a tree, by the names of their endpoints. */
function treeOf(routes: readonly AnyRoute[]): RouteTree<Api> {
  const tree = {}
  for (const route of routes) {
    const path = route.endpoint.name.split('.')
    const name = path.pop() ?? ''
    const branch = path.reduce<object>((from, key) => {
      if (!Object.hasOwn(from, key)) Reflect.set(from, key, {})
      return Object(Reflect.get(from, key))
    }, tree)
    Reflect.set(branch, name, route)
  }
  // The tree has a route for each endpoint.
  return tree as RouteTree<Api>
}

/** Lists the calls of routes in their order. */
function callsOf(routes: readonly AnyRoute[]): Call[] {
  // The calls of a route are of this class.
  const all = routes.flatMap(({ calls }) => calls) as Array<RecordedCall<unknown, unknown>>
  return all.toSorted((one, other) => one.place - other.place)
}
