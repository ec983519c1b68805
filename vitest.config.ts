import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

const src = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url))

/** The sources behind `msw-openai`, so that the tests need no build. */
const self = [
  { find: /^msw-openai$/, replacement: src('index.ts') },
  { find: /^msw-openai\/(streaming|routes)$/, replacement: src('$1/index.ts') },
  { find: /^msw-openai\/dialects$/, replacement: src('routes/dialects/index.ts') },
  {
    find: /^msw-openai\/(msw|fetch|node|backend|lint|matchers|rules|vitest(?:-4|\/setup)?)$/,
    replacement: src('ext/$1.ts'),
  },
]

/** Milliseconds that a test may take. No test asserts on time, and a busy machine takes its own. */
const testTimeout = 60_000

/** Lists the aliases of a pair: other majors in the place of `msw` and `openai`. */
export function aliases(msw = '3', openai = '7') {
  const alias = [...self]
  if (msw !== '3') alias.push({ find: /^msw(\/.*)?$/, replacement: `msw-${msw}$1` })
  if (openai !== '7') alias.push({ find: /^openai(\/.*)?$/, replacement: `openai-${openai}$1` })
  return alias
}

/** Makes the project of a pair: tests with other majors in the place of `msw` and `openai`. */
function pair(
  msw: '2.10' | '2' | '3',
  openai: '4' | '5' | '6' | '7',
  include: string[],
  exclude: string[] = [],
  environment = 'node',
): TestProjectConfiguration {
  const page = environment === 'node' ? '' : `${environment}, `
  return {
    resolve: { alias: aliases(msw, openai) },
    test: {
      name: `${page}msw ${msw}, openai ${openai}`,
      environment,
      include,
      exclude,
      env: { MSW: msw, OPENAI: openai },
      testTimeout,
      setupFiles: ['tests/lint-every-stream.ts'],
    },
  }
}

/** The tests of the packed package, in projects of their own. */
const packages = ['tests/package/**/*.test.ts', 'tests/jest/**/*.test.ts']
/** The tests of pages in a real browser, for which Chromium has to be installed. */
const browser = ['tests/browser/**/*.test.ts']
/** The tests of functions, which share a module graph: imports would take most of their time. */
const units = ['tests/{streaming,routes,core,ext/{backend,rules,show}}/**/*.test.ts']
const everything = ['tests/**/*.test.ts', 'examples/**/*.test.ts']
/** The tests in which a client takes part. */
const clients = ['tests/clients/**/*.test.ts', 'examples/**/*.test.ts']
/** The tests of pages. */
const pages = ['examples/react/**/*.test.tsx']
/** The tests in which clients of several majors take part: one run for each MSW is enough. */
const conformance = ['tests/conformance/**/*.test.ts']

/** The tests that run other pairs by themselves. */
const pools = ['tests/ext/vitest/pools.test.ts']

/** Before openai 6, the helpers of the SDK describe some resources in another way, and there is no `beta.responses`. */
const helpers = [
  'tests/clients/laws.test.ts',
  'tests/clients/beta-responses.test.ts',
  'tests/clients/every-method.test.ts',
]
/** openai 4 takes other arguments for `submitToolOutputs`, has no `evals.delete`, and streams no images. */
const renamed = [
  'examples/run-polling.test.ts',
  'examples/image-partials.test.ts',
  'tests/clients/image-streams.test.ts',
  'examples/run-requires-action.test.ts',
  'examples/short-run.test.ts',
  'examples/stateful-thread.test.ts',
  'examples/plain-endpoints.test.ts',
]

export default defineConfig({
  test: {
    // Vitest leaves one core free unless told otherwise: on a machine with two, one would be idle.
    maxWorkers: '100%',
    projects: [
      // `npm test` runs the newest pair, `npm run test:pairs` the other pairs.
      {
        resolve: { alias: aliases() },
        test: {
          name: 'units',
          include: units,
          isolate: false,
          testTimeout,
          setupFiles: ['tests/lint-every-stream.ts'],
        },
      },
      pair('3', '7', everything, [...units, ...packages, ...browser, ...pools]),
      pair('3', '7', pages, [], 'jsdom'),
      pair('3', '7', pages, [], 'happy-dom'),
      // `npm run test:packages`.
      { test: { name: 'packages', include: packages, testTimeout } },
      // `npm run test:browser`.
      { resolve: { alias: aliases() }, test: { name: 'browser', include: browser, testTimeout } },
      pair('2', '6', [...clients, ...pools]),
      pair('2', '6', pages, [], 'jsdom'),
      pair('2', '6', pages, [], 'happy-dom'),
      pair('2', '7', [...clients, ...conformance]),
      pair('3', '6', clients),
      pair('2.10', '5', [...clients, ...conformance], helpers),
      pair('3', '4', clients, [...helpers, ...renamed]),
    ],
  },
})
