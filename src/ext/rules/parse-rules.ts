import type { BackendOptions } from '../backend/backend-options.js'
import { readRules, type ReadRulesOptions } from './read-rules.js'
import { rulesOfFile, type Rules } from './rules-of-file.js'

/**
 * Reads the text of a rules file, in YAML or JSON, and makes rules that answer calls: in a test, on any
 * route at which a model speaks.
 *
 * @throws {RulesError} With all faults of the file, and their places.
 * @throws {TypeError} When an option is unknown.
 *
 * @example
 * const parsed = parseRules(`
 * responses:
 *   - id: greeting
 *     messages: [{ role: user, content: hello, matcher: contains }]
 *     reply: Hello there!
 * `)
 * server.use(chat.completions.create(parsed.answer))
 * afterEach(() => expect(parsed.unused).toEqual([]))
 */
export function parseRules(text: string, options: ReadRulesOptions = {}): Rules {
  return rulesOfFile(readRules(text, options), options.file)
}

/**
 * Makes options of a backend of the text of a rules file: its answer, its key, and the models, the files
 * and the assistants to begin with. A `reset()` of the backend starts the `times` of the rules over.
 *
 * @throws {RulesError} With all faults of the file, and their places.
 *
 * @example
 * await using server = await serve(createBackend(rules(text)).handlers)
 */
export function rules(text: string, options: ReadRulesOptions = {}): BackendOptions {
  return parseRules(text, options).backend
}
