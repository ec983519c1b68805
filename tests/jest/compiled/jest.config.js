// jest.config.js
module.exports = {
  transform: { '\\.m?js$': './to-commonjs.js' },
  transformIgnorePatterns: ['/node_modules/(?!(rettime|until-async|@open-draft)/)'],
}
