export { lint, type LintSource, type LintTarget } from './lint/lint-source.js'
export { recognizeEndpoint } from './lint/recognize-endpoint.js'
export { rules, type Rule } from './lint/all-rules.js'
export { type Finding, type LintedEndpoint } from '../routes/lint/finding.js'
export { Linter } from '../routes/lint/linter.js'
export {
  protocolRules,
  type Found,
  type LintedEvent,
  type LintRule,
  type Problem,
  type ProtocolCheck,
  type ProtocolRules,
  type RuleDescription,
  type RuleProblem,
  type Severity,
  type StreamEnd,
  type TakenMisfits,
} from '../routes/lint/lint-rule.js'
