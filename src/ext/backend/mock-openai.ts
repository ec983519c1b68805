import { matchRequestUrl } from 'msw'
import { setupServer } from 'msw/node'
import { defined } from '../../routes/protocol/defaults.js'
import { serverOf } from '../../routes/server.js'
// oxlint-disable-next-line import/no-unassigned-import -- It replaces the global `fetch`.
import '../http/global-fetch.js'
import { unmatchedMessage } from '../http/answer-request.js'
import { listen, stopListening } from '../http/listen.js'
import type { BackendOptions } from './backend-options.js'
import { createBackend, type Backend } from './create-backend.js'

/** A whole OpenAI that answers this process. */
export interface MockedOpenAI extends Backend, Disposable {
  /** Stops answering: requests go out to the network again. Has no effect a second time. */
  stop(): void
}

/** True while a mock listens. MSW can not listen twice in one process. */
let isListening = false

/**
 * Answers every request of this process to OpenAI, until `stop()`. Requests to other hosts go out as
 * before. A client that was created before is answered, too, where `msw-openai/backend` was imported
 * first.
 *
 * @throws {TypeError} When an option is unknown or wrong, and while another one listens.
 *
 * @example
 * const openai = mockOpenAI({ answer: 'It is sunny.' })
 * afterEach(() => openai.reset())
 * afterAll(() => openai.stop())
 */
export function mockOpenAI(options: BackendOptions = {}): MockedOpenAI {
  if (isListening) {
    throw new TypeError(
      'Failed to create mockOpenAI(): another one listens. Stop it first: openai.stop(), or using.',
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

  isListening = true

  let isStopped = false
  const stop = () => {
    if (isStopped) return
    stopListening(server)
    isStopped = true
    isListening = false
  }
  // The properties are copied with their getters.
  return Object.defineProperties(
    { stop, [Symbol.dispose]: stop },
    Object.getOwnPropertyDescriptors(backend),
  ) as MockedOpenAI
}
