import type { WireFormat } from '../../streaming/index.js'
import type { ProtocolRules, RuleProblem, Severity } from './lint-rule.js'

/** The parts of an endpoint that a lint needs. */
export interface LintedEndpoint<Event> {
  /** The name of the endpoint, such as `chat.completions.create`. */
  readonly name: string
  /** The wire format of the streams. Without one, a lint throws a `TypeError`. */
  readonly wire?: WireFormat<Event>
  /** The rules of the protocol, beside those of every stream; none unless given. */
  readonly rules?: ProtocolRules<Event>
  /** The ids of the rules that do not hold for the endpoint; none unless given. */
  readonly withoutRules?: readonly string[]
}

/** One place at which a stream does not obey a rule. */
export interface Finding {
  /** The id of the rule, such as `chat/role-first`. */
  readonly rule: string
  /** The weight of the finding. */
  readonly severity: Severity
  /** The zero-based index of the event; undefined at the end of the stream and outside of events. */
  readonly index: number | undefined
  /** The zero-based offset of the first byte of the record; undefined where the source has no bytes. */
  readonly byteOffset: number | undefined
  /** One sentence that says what is wrong. */
  readonly message: string
  /** The value that the protocol asks for, where one can be named. */
  readonly expected?: unknown
  /** The value in the stream. */
  readonly received?: unknown
}

/** The place of a finding in its stream. */
export interface FindingPlace {
  /** The zero-based index of the event. */
  readonly index?: number | undefined
  /** The zero-based offset of the first byte of the record. */
  readonly byteOffset?: number | undefined
}

/** Makes a finding of the problem that a rule found, and of its place. */
export function findingOf(
  { rule: { id, severity }, ...problem }: RuleProblem,
  { index, byteOffset }: FindingPlace,
): Finding {
  return { rule: id, severity, index, byteOffset, ...problem }
}
