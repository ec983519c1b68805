import { assertText } from './assert-text.js'
import { compare } from './comparison.js'
import { fieldsOf } from './conversation.js'
import type { CallMatcher } from './matcher.js'
import { print } from '../protocol/print.js'

/**
 * Match calls by the model that they ask for.
 *
 * @param name The whole name, or what matches a part of it.
 * @throws {TypeError} When it is neither.
 *
 * @example
 * chat.completions.create([when(model(/-mini$/), 'Hi'), when(model('gpt-5'), 'Good morning')])
 */
export function model(name: string | RegExp): CallMatcher {
  assertText('model', name)
  return {
    description: `model(${print(name)})`,
    compare: ({ body }) => compare(name, fieldsOf(body)['model'], 'model'),
  }
}
