import type { Finding } from '../src/routes/lint/finding.js'

/** A finding in the stream of a call. */
export interface CallFinding extends Pick<Finding, 'rule' | 'severity' | 'index' | 'message'> {
  readonly endpoint: string
  /** Describes the answer of the call. */
  readonly answer: string | undefined
}

/**
 * Lists the findings that a test does not intend, and the rules that it intends and that none of its
 * streams breaks.
 *
 * @param intended The ids of the rules.
 */
export function faultsOf(
  found: readonly CallFinding[],
  intended: readonly string[] = [],
): string[] {
  const unintended = found.filter(({ rule }) => !intended.includes(rule))
  const needless = intended.filter((id) => !found.some(({ rule }) => rule === id))
  return [
    ...unintended.map(describeFinding),
    ...needless.map((id) => `No stream breaks ${id}, which the test intends. Remove the id.`),
  ]
}

function describeFinding({
  rule,
  severity,
  index,
  message,
  endpoint,
  answer,
}: CallFinding): string {
  return `${answer} on ${endpoint}, event ${index}, ${severity} ${rule}: ${message}`
}
