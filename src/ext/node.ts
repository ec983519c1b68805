export { serve, ServeError, type NodeServer } from './node/serve.js'
export { type ServeOptions } from './node/serve-options.js'
