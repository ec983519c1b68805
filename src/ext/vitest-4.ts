import type { StreamMatchers } from './matchers.js'
// oxlint-disable-next-line import/no-unassigned-import -- It extends `expect`.
import './vitest/extend-expect.js'

declare global {
  // oxlint-disable-next-line no-namespace -- The place where Vitest 4 looks for matchers.
  namespace jest {
    interface Matchers<R, T> extends StreamMatchers<R, T> {}
  }
}

export {
  LeftoverStreamError,
  NoRequestError,
  UnhandledRequestError,
  UnusedAnswersError,
} from './vitest/test-errors.js'
export { type Handlers, type ServerOptions } from './vitest/server-options.js'
export { serverFixture, type ServerFixtures } from './vitest/server-fixture.js'
export { useServer } from './vitest/use-server.js'
