export { serve, type NodeServer, type ServeOptions } from './node/serve.js'
export { ServeError } from './node/serve-error.js'
