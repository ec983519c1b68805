export { serve, ServeError, type NodeServer, type ServeOptions } from './node/serve.js'
