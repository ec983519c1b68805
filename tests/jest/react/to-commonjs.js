const { transpileModule } = require('typescript')

const compilerOptions = { module: 'commonjs', target: 'es2022', jsx: 'react-jsx' }

exports.process = (source, path) => {
  // TypeScript leaves files with the name of a module as they are.
  const fileName = path.replace(/\.mjs$/, '.js')
  return { code: transpileModule(source, { fileName, compilerOptions }).outputText }
}
