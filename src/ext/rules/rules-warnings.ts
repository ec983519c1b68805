import type { ValueFault } from './explain-fault.js'
import { idsOfRules } from './rule-ids.js'
import type { GivenRule } from './rule-schema.js'
import type { GivenRules } from './rules-schema.js'

/** The keys with which a server answers more than errors. */
const ANSWERS = ['responses', 'fallback', 'models', 'files', 'assistants']

/** Lists what a rules file says in vain: patterns that match nothing, and keys that nothing reads. */
export function warningsOf(given: GivenRules): ValueFault[] {
  const isEmpty = Object.keys(given).every((key) => !ANSWERS.includes(key))
  if (isEmpty) {
    const message = 'missing. Expected a list of rules, or fallback: generate.'
    return [{ path: ['responses'], message }]
  }
  const rules = given.responses ?? []
  const ids = idsOfRules(rules)
  return rules.flatMap((rule, index) =>
    [...warningsOfId(rule, ids[index]), ...warningsOfRule(rule)].map(({ path, message }) => ({
      path: ['responses', index, ...path],
      message,
    })),
  )
}

function warningsOfId({ id }: GivenRule, own: string | undefined): ValueFault[] {
  if (id === undefined || id === own) return []
  return [
    { path: ['id'], message: `another rule has this id, too. Calls name this rule "${own}".` },
  ]
}

function warningsOfRule({ messages = [], matcher }: GivenRule): ValueFault[] {
  const type = matcher?.type
  const older = matcher?.messages ?? []
  return [
    ...messages.flatMap((message, index) => warningsOfMessage(message, ['messages', index])),
    ...older.flatMap((message, index) =>
      warningsOfMessage({ ...message, matcher: type }, ['matcher', 'messages', index]),
    ),
    ...warningsOfMessage({ content: matcher?.pattern, matcher: type }, ['matcher'], 'pattern'),
  ]
}

/** The fields of a message that its warnings read. */
interface Given {
  readonly content?: unknown
  readonly matcher?: string | undefined
  readonly threshold?: number | undefined
}

function warningsOfMessage(
  { content, matcher, threshold }: Given,
  path: readonly PropertyKey[],
  key = 'content',
): ValueFault[] {
  if (threshold !== undefined && matcher !== 'fuzzy') {
    return [{ path: [...path, 'threshold'], message: 'the matcher fuzzy alone reads a threshold.' }]
  }
  if (matcher === 'any' && content !== undefined) {
    return [{ path: [...path, key], message: 'the matcher any reads no content.' }]
  }
  const reason = matcher === 'regex' ? reasonAgainst(content) : undefined
  return reason ? [{ path: [...path, key], message: `${reason}. The message never matches.` }] : []
}

/** Gives the reason why a text is no regular expression. */
function reasonAgainst(source: unknown): string | undefined {
  if (typeof source !== 'string') return undefined
  try {
    void new RegExp(source, 'i')
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
