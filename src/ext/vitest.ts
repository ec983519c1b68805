// oxlint-disable-next-line import/no-unassigned-import -- It extends `expect`.
import './vitest/extend-expect.js'

export { LeftoverStreamError } from './vitest/leftover-stream-error.js'
export { type Handlers, type ServerOptions } from './vitest/options.js'
export { serverFixture, type ServerFixtures } from './vitest/server-fixture.js'
export { UnhandledRequestError } from './vitest/unhandled-request-error.js'
export { UnusedAnswersError } from './vitest/unused-answers-error.js'
export { useServer } from './vitest/use-server.js'
