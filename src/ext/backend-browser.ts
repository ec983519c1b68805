export * from './backend/index.js'

/**
 * Throws: a browser has no server in its own process.
 *
 * @throws {TypeError} In any case.
 */
export function mockOpenAI(): never {
  throw new TypeError(
    'Failed to create mockOpenAI(): it listens in Node. In a browser, give the handlers to ' +
      'MSW: setupWorker(...createBackend().handlers).',
  )
}
