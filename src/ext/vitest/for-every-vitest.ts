// Everything of the entries for Vitest but the types of the matchers, which have another place in Vitest 4.
// oxlint-disable-next-line import/no-unassigned-import -- It extends `expect`.
import './extend-expect.js'

export {
  LeftoverStreamError,
  NoRequestError,
  ProtocolError,
  UnhandledRequestError,
  UnusedAnswersError,
} from './test-errors.js'
export { type Handlers, type ServerOptions } from './server-options.js'
export { serverFixture, type ServerFixtures } from './server-fixture.js'
export { useServer } from './use-server.js'
