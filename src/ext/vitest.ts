// oxlint-disable-next-line import/no-unassigned-import -- It has the types of the matchers.
import './vitest/matcher-types.js'

export * from './vitest/for-every-vitest.js'
