import { verdict } from './comparison.js'
import { fieldsOf } from './conversation.js'
import { list } from './list.js'
import type { CallMatcher } from './matcher.js'
import { print } from '../protocol/print.js'

/**
 * Match calls that offer a tool to the model: a function or a custom tool by its name, an MCP
 * server by its label, and any other tool by its type, such as `web_search`.
 *
 * @throws {TypeError} When the name is no string.
 *
 * @example
 * chat.completions.create([when(hasTool('get_weather'), new AsksForWeather()), when({}, 'Hello')])
 */
export function hasTool(name: string): CallMatcher {
  if (typeof name !== 'string') {
    throw new TypeError(`Failed to create hasTool(): expected a name, received ${print(name)}.`)
  }
  return {
    description: `hasTool(${print(name)})`,
    compare({ body }) {
      const names = toolsIn(body)
      const received = names.length > 0 ? list(names.map(print)) : 'none'
      return verdict(names.includes(name), { at: 'the tools', expected: print(name), received })
    },
  }
}

/** The names of all tools, those in namespaces and in the `functions` of old too. */
function toolsIn(body: unknown): unknown[] {
  const { tools, functions } = fieldsOf(body)
  return [tools, functions].flatMap((offered: unknown) =>
    Array.isArray(offered) ? offered.flatMap(namesOf) : [],
  )
}

function namesOf(tool: unknown): unknown[] {
  const { function: called, custom, name, server_label, type } = fieldsOf(tool)
  const own = fieldsOf(called ?? custom)['name'] ?? name ?? server_label ?? type
  return [own, ...toolsIn(tool)]
}
