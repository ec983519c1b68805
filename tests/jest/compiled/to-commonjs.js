// to-commonjs.js
const { transformSync } = require('esbuild')

exports.process = (source) => ({ code: transformSync(source, { format: 'cjs' }).code })
