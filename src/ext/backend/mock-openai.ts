import { matchRequestUrl } from 'msw'
import { setupServer } from 'msw/node'
import { defined } from '../../routes/protocol/defaults.js'
import { serverOf } from '../../routes/server.js'
import { unmatchedMessage } from '../http/answer-request.js'
import { isMocked } from '../http/global-fetch.js'
import { listen, stopListening } from '../http/listen.js'
import type { BackendOptions } from './backend-options.js'
import { createBackend, type Backend } from './create-backend.js'

/** A whole OpenAI that answers this process. */
export interface MockedOpenAI extends Backend, Disposable {
  /** Stops answering: requests go out to the network again. Has no effect a second time. */
  stop(): void
}

/**
 * Answers every request of this process to OpenAI, until `stop()`. Requests to other hosts go out as
 * before. A client that was created before is answered, too, where `msw-openai/backend` was imported
 * first.
 *
 * @throws {TypeError} When an option is unknown or wrong, and while a server of MSW listens.
 *
 * @example
 * const openai = mockOpenAI({ answer: 'It is sunny.' })
 * afterEach(() => openai.reset())
 * afterAll(() => openai.stop())
 */
export function mockOpenAI(options: BackendOptions = {}): MockedOpenAI {
  if (isMocked()) {
    throw new TypeError(
      'Failed to create mockOpenAI(): a server listens in this process. Stop it first, or let it ' +
        'answer: server.use(...createBackend().handlers).',
    )
  }
  const backend = createBackend(options)
  const { handlers } = backend
  const { baseURL } = serverOf(defined({ baseURL: options.baseURL, dialect: options.dialect }))
  const server = setupServer(...handlers)
  listen(server, {
    listHandlers: () => handlers,
    mayGoOut: ({ url }) => !matchRequestUrl(new URL(url), `${baseURL}/*`).matches,
    onUnhandled: (request) => new Error(unmatchedMessage(request, handlers)),
  })

  let isStopped = false
  const stop = () => {
    if (isStopped) return
    stopListening(server)
    isStopped = true
  }
  // The properties are copied with their getters.
  return Object.defineProperties(
    { stop, [Symbol.dispose]: stop },
    Object.getOwnPropertyDescriptors(backend),
  ) as MockedOpenAI
}
