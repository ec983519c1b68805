import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

const src = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url))

/** What the tests import as `msw-openai`, so that they need no build. */
const self = [
  { find: /^msw-openai$/, replacement: src('index.ts') },
  { find: /^msw-openai\/(streaming|routes)$/, replacement: src('$1/index.ts') },
  { find: /^msw-openai\/(msw|fetch|node|matchers|vitest)$/, replacement: src('ext/$1.ts') },
]

/** What the tests import, with other majors in the place of `msw` and `openai`. */
export function aliases(msw = '3', openai = '7') {
  const alias = [...self]
  if (msw !== '3') alias.push({ find: /^msw(\/.*)?$/, replacement: `msw-${msw}$1` })
  if (openai !== '7') alias.push({ find: /^openai(\/.*)?$/, replacement: `openai-${openai}$1` })
  return alias
}

/** The tests, with other majors in the place of `msw` and `openai`. */
function pair(
  msw: '2.10' | '2' | '3',
  openai: '4' | '5' | '6' | '7',
  include: string[],
  exclude: string[] = [],
): TestProjectConfiguration {
  return {
    resolve: { alias: aliases(msw, openai) },
    test: {
      name: `msw ${msw}, openai ${openai}`,
      include,
      exclude,
      env: { MSW: msw, OPENAI: openai },
    },
  }
}

const everything = ['tests/**/*.test.ts', 'examples/**/*.test.ts']
/** The tests that a client takes part in. */
const clients = ['tests/clients/**/*.test.ts', 'examples/**/*.test.ts']
/** Those that have clients of several majors take part, and one for each MSW is enough. */
const conformance = ['tests/conformance/**/*.test.ts']

/** Before openai 6, the SDK's helpers tell some of it otherwise. */
const helpers = ['tests/clients/laws.test.ts']
/** openai 4 takes other arguments for `submitToolOutputs`. */
const submitting = ['examples/run-requires-action.test.ts', 'examples/short-run.test.ts']

export default defineConfig({
  test: {
    projects: [
      pair('3', '7', everything),
      pair('2', '6', clients),
      pair('2', '7', [...clients, ...conformance]),
      pair('3', '6', clients),
      pair('2.10', '5', [...clients, ...conformance], helpers),
      pair('3', '4', clients, [...helpers, ...submitting]),
    ],
  },
})
