export { readRules, type ReadRulesOptions } from './rules/read-rules.js'
export { RulesError } from './rules/rules-error.js'
export {
  type Matcher,
  type Place,
  type Rule,
  type RuleAnswer,
  type RuleMessage,
  type RulesFault,
  type RulesFile,
  type RuleToolCall,
} from './rules/rule.js'
export { parseRules, rules } from './rules/parse-rules.js'
export { type RuleUse, type Rules } from './rules/rules-of-file.js'
