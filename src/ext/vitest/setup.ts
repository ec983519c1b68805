/**
 * A file for `setupFiles`: a client that the app creates in a module of its own is answered by every
 * `useServer()`, in whatever order a test imports the two. It also adds the matchers to `expect`.
 */
// oxlint-disable-next-line import/no-unassigned-import -- It extends `expect`.
import './extend-expect.js'
// oxlint-disable-next-line import/no-unassigned-import -- It replaces the global `fetch`.
import '../http/global-fetch.js'
