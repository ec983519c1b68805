module.exports = {
  testEnvironment: 'jest-fixed-jsdom',
  transform: { '\\.([jt]sx?|mjs)$': './to-commonjs.js' },
  transformIgnorePatterns: ['/node_modules/(?!(rettime|until-async|@open-draft)/)'],
  // Finds `chat.tsx` by the name in its imports, `./chat.js`.
  moduleNameMapper: { '^(\\.\\.?/.*)\\.js$': ['$1', '$1.js'] },
}
