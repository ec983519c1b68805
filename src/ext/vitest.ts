// oxlint-disable-next-line import/no-unassigned-import -- It extends `expect`.
import './vitest/extend-expect.js'
// oxlint-disable-next-line import/no-unassigned-import -- It has the types of the matchers.
import './vitest/matcher-types.js'

export {
  LeftoverStreamError,
  NoRequestError,
  UnhandledRequestError,
  UnusedAnswersError,
} from './vitest/test-errors.js'
export { type Handlers, type ServerOptions } from './vitest/server-options.js'
export { serverFixture, type ServerFixtures } from './vitest/server-fixture.js'
export { useServer } from './vitest/use-server.js'
