import type { Frame } from '../../streaming/index.js'
import type { Finding, LintedEndpoint } from './finding.js'
import { Linter } from './linter.js'

/**
 * Lints the frames that a call has sent; none where the script skipped the check of one.
 *
 * @param isWhole True where the client has the whole stream, so that nothing may be missing.
 */
export function findingsIn<Event>(
  endpoint: LintedEndpoint<Event>,
  frames: readonly Frame[],
  isWhole: boolean,
): Finding[] {
  if (!endpoint.wire || frames.some(({ isUnchecked }) => isUnchecked)) return []
  // A comment is a cue or a keep-alive, and always on purpose.
  const withoutRules = [...(endpoint.withoutRules ?? []), 'sse/comment']
  const linter = new Linter({ ...endpoint, withoutRules })
  const found = frames.flatMap(({ bytes }) => linter.bytes(bytes))
  return isWhole ? [...found, ...linter.end()] : found
}
