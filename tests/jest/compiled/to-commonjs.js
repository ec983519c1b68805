// to-commonjs.js
const { transpileModule } = require('typescript')

exports.process = (source) => ({
  code: transpileModule(source, { compilerOptions: { module: 'commonjs' } }).outputText,
})
