import type { Rule, RuleMessage } from '../../../src/ext/rules/rule.js'

const place = { line: 1, column: 1 }

/** Makes a message of a rule. */
export const messageOf = (
  role: RuleMessage['role'],
  content?: string,
  more: Partial<RuleMessage> = {},
): RuleMessage => ({
  role,
  content,
  matcher: content === undefined ? 'any' : 'exact',
  place,
  ...more,
})

/** Makes a rule. */
export const ruleOf = (id: string, rule: Partial<Rule>): Rule => ({
  id,
  place,
  messages: [],
  through: [],
  ...rule,
})
