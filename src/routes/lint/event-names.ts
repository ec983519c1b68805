import { textAt } from '../protocol/fields.js'
import { print } from '../protocol/print.js'
import type { LintRule } from './lint-rule.js'

/** A rule that needs no state. */
type NameRule = LintRule<unknown, unknown>

/** Makes the rules for a protocol whose records have the types of their events as names. */
export function namedByTypeRules(protocol: string): NameRule[] {
  return [
    {
      id: `${protocol}/event-name`,
      severity: 'error',
      reason:
        'The name of a record is the type of its event: clients choose a listener, and openai-node 4 the shape of the event, by the name.',
      event({ event, name }) {
        const expected = textAt(event, 'type')
        // An event without a type has no name, and does not match the schema.
        if (name === undefined || expected === '' || name === expected) return undefined
        const message = `The record of ${print(expected)} has the name ${print(name)}.`
        return { message, expected, received: name }
      },
    },
    {
      id: `${protocol}/event-name-missing`,
      severity: 'warning',
      once: true,
      reason: 'OpenAI names every record of the endpoint, and an EventSource listens to names.',
      event({ event, name, hasBytes }) {
        if (name !== undefined || !hasBytes) return undefined
        return { message: 'The record has no name.', expected: textAt(event, 'type') || undefined }
      },
    },
  ]
}

/** Makes the rule for a protocol whose records have no names. */
export function unnamedRules(protocol: string): NameRule[] {
  return [
    {
      id: `${protocol}/event-name`,
      severity: 'warning',
      once: true,
      reason:
        'OpenAI names no record of the endpoint, and an EventSource delivers unnamed records as messages.',
      event: ({ name }) =>
        name === undefined
          ? undefined
          : { message: `The record has the name ${print(name)}.`, received: name },
    },
  ]
}
