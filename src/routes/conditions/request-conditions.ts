import { isRegExp } from '../protocol/asymmetric.js'
import { at } from '../protocol/fields.js'
import { print } from '../protocol/print.js'
import { compare, nameSome, verdict } from './comparison.js'
import { readerWith, type Condition } from './condition.js'

/**
 * Matches calls by the model that they ask for: the `model` of the body.
 *
 * @param name The whole name, or a regular expression for a part of it.
 * @throws {TypeError} When `name` is neither.
 *
 * @example
 * chat.completions.create([when(model(/-mini$/), 'Hi'), when(model('gpt-5'), 'Good morning')])
 */
export function model(name: string | RegExp): Condition {
  assertText('model', name)
  return {
    description: `model(${print(name)})`,
    compare: ({ body }) => compare(name, at(body, 'model'), 'model'),
  }
}

/**
 * Matches calls that offer a tool to the model: a function or a custom tool by its name, an MCP
 * server by its label, and any other tool by its type, such as `web_search`.
 *
 * @throws {TypeError} When the name is no string; when it is compared, where the endpoint declares no `request.tools`.
 *
 * @example
 * chat.completions.create([when(hasTool('get_weather'), new AsksForWeather()), when({}, 'Hello')])
 */
export function hasTool(name: string): Condition {
  if (typeof name !== 'string') {
    throw new TypeError(`Failed to create hasTool(): expected a name, received ${print(name)}.`)
  }
  const description = `hasTool(${print(name)})`
  return {
    description,
    compare({ body }, context) {
      const names = readerWith('tools', context, description).tools(body)
      return verdict(names.includes(name), 'the tools', () => [
        print(name),
        names.length > 0 ? nameSome(names.map((each) => print(each))) : 'none',
      ])
    },
  }
}

/**
 * Refuses an argument of a condition that is neither a text nor a regular expression.
 *
 * @throws {TypeError} When `text` is neither.
 */
export function assertText(owner: string, text: unknown): void {
  if (typeof text === 'string' || isRegExp(text)) return
  throw new TypeError(
    `Failed to create ${owner}(): expected a string or a RegExp, received ${print(text)}.`,
  )
}
