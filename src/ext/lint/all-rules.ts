import { api } from '../../routes/api.js'
import { endpointsOf } from '../../routes/endpoints-of.js'
import type { RuleDescription } from '../../routes/lint/lint-rule.js'
import { HTTP_RULES } from '../../routes/lint/http-rules.js'
import { SSE_RULES } from '../../routes/lint/sse-rules.js'
import { STREAM_RULES } from '../../routes/lint/stream-rules.js'

/** A rule of the lint, as data. */
export interface Rule extends RuleDescription {
  /** The place of the rule in the documentation of this package, such as `docs/rules.md#chatrole-first`. */
  readonly docs: string
  /** The names of the endpoints whose streams obey the rule. */
  readonly endpoints: readonly string[]
}

const streaming = endpointsOf(api).filter(({ wire }) => wire)
const forAll = [...SSE_RULES, ...STREAM_RULES, ...HTTP_RULES]
const ofProtocols = new Set(streaming.flatMap(({ rules: own }) => own?.rules ?? []))

/**
 * All rules of the lint: those of Server-Sent Events, those of every stream, and those of each
 * endpoint of the API.
 *
 * @example
 * const errors = rules.filter(({ severity }) => severity === 'error')
 */
export const rules: readonly Rule[] = [
  ...forAll.map((rule) => described(rule, streaming)),
  ...[...ofProtocols].map((rule) =>
    described(
      rule,
      streaming.filter((endpoint) => endpoint.rules?.rules.includes(rule)),
    ),
  ),
]

function described(
  { id, severity, reason }: RuleDescription,
  endpoints: ReadonlyArray<{ readonly name: string }>,
): Rule {
  // GitHub leaves the slash out of the anchor of a heading.
  const docs = `docs/rules.md#${id.replace('/', '')}`
  return { id, severity, reason, docs, endpoints: endpoints.map(({ name }) => name) }
}
