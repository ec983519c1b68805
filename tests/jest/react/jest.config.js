module.exports = {
  testEnvironment: 'jest-fixed-jsdom',
  transform: { '\\.[jt]sx?$': './to-commonjs.js' },
  // Finds `chat.tsx` by the name in its imports, `./chat.js`.
  moduleNameMapper: { '^(\\.\\.?/.*)\\.js$': ['$1', '$1.js'] },
}
