import { defineConfig } from 'tsup'

export default defineConfig({
  // One entry for each public subpath.
  entry: {
    index: 'src/index.ts',
    streaming: 'src/streaming/index.ts',
    routes: 'src/routes/index.ts',
    dialects: 'src/routes/dialects/index.ts',
    msw: 'src/ext/msw.ts',
    fetch: 'src/ext/fetch.ts',
    node: 'src/ext/node.ts',
    backend: 'src/ext/backend.ts',
    'backend-browser': 'src/ext/backend-browser.ts',
    lint: 'src/ext/lint.ts',
    matchers: 'src/ext/matchers.ts',
    rules: 'src/ext/rules.ts',
    vitest: 'src/ext/vitest.ts',
    'vitest-4': 'src/ext/vitest-4.ts',
    'vitest/setup': 'src/ext/vitest/setup.ts',
    cli: 'src/ext/cli.ts',
  },
  // Vitest is no peer dependency that npm reads: npm 10 crashes on some of its releases.
  external: ['vitest'],
  // The command alone uses this package, and users of the library need not install it.
  noExternal: ['prom-client'],
  format: ['esm', 'cjs'],
  target: 'node20',
  esbuildOptions(options, { format }) {
    // Splitting makes CommonJS by Sucrase, which would use helpers of the module: the page of a
    // stream has the texts of classes, where no module is.
    if (format === 'cjs') {
      options.supported = { 'nullish-coalescing': false, 'optional-chain': false }
    }
  },
  dts: true,
  clean: true,
  sourcemap: true,
  // The entries share their code, so that a script of one is a script of another.
  splitting: true,
})
