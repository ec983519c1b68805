import type { Assistant } from 'openai/resources/beta/assistants'
import type { FileObject } from 'openai/resources/files'
import type { Partially } from '../../routes/protocol/defaults.js'
import { apiError, type ApiError } from '../../routes/api-error.js'
import type { Call } from '../../routes/call.js'
import { defined } from '../../routes/protocol/defaults.js'
import type { Delivered } from '../../routes/answers/answer.js'
import type { BackendOptions } from '../backend/backend-options.js'
import type { Store } from '../backend/store/store.js'
import { answerOfRule } from './answer-of-rule.js'
import { chooseRule } from './choose-rule.js'
import { explainMiss } from './explain-miss.js'
import type { Place, Rule, RulesFault, RulesFile } from './rule.js'

/** One rule of a {@link Rules}, with its use. */
export interface RuleUse {
  /** The id of the rule. */
  readonly id: string
  /** The place of the rule in the file. */
  readonly place: Place
  /** The number of calls that the rule has answered. */
  readonly calls: number
}

/** Rules that answer calls. Made by `parseRules()`. */
export interface Rules {
  /**
   * Answers a call by the rules, at any endpoint at which a model speaks. A call that no rule matches gets a
   * 400 that names the nearest rule, or `undefined` where the file has `fallback: generate`.
   */
  readonly answer: (call: Call) => Delivered | ApiError | undefined
  /** The options of a backend that answers by the rules, and begins with the models, the files and the assistants of the file. */
  readonly backend: BackendOptions
  /** The only key that the server accepts; any key where the file has none. */
  readonly apiKey: string | undefined
  /** The port of the file; undefined where it has none. */
  readonly port: number | undefined
  /** The names of the models to begin with; those of OpenAI where the file has none. */
  readonly models: readonly string[] | undefined
  /** Faults that do not stop the file, with their places. */
  readonly warnings: readonly RulesFault[]
  /** All rules in the order of the file, with the numbers of their calls. */
  readonly rules: readonly RuleUse[]
  /** The ids of the rules that have answered no call. */
  readonly unused: readonly string[]
  /** Gives the id of the rule that answered a call; undefined where none did. */
  ruleOf(call: object): string | undefined
  /** Starts `times` and the numbers of calls over. */
  reset(): void
}

/**
 * Makes rules that answer of the contents of a file.
 *
 * @param file The name of the file, for messages.
 */
export function rulesOfFile(contents: RulesFile, file?: string): Rules {
  const { rules, fallback, apiKey, port, models, warnings } = contents
  const counts = new Map<Rule, number>()
  const chosen = new WeakMap<object, string>()
  const countOf = (rule: Rule) => counts.get(rule) ?? 0

  function answer(call: Call): Delivered | ApiError | undefined {
    const choice = chooseRule(
      rules.filter((rule) => countOf(rule) < (rule.times ?? Infinity)),
      call,
    )
    if (choice) {
      counts.set(choice.rule, countOf(choice.rule) + 1)
      chosen.set(call, choice.rule.id)
      return answerOfRule(choice, call)
    }
    if (fallback === 'generate') return undefined
    const message = explainMiss(rules, call, file)
    return apiError(400, { message, code: 'no_match' })
  }

  const reset = () => counts.clear()
  return {
    answer,
    backend: defined({
      answer,
      apiKey,
      fill(store: Store) {
        reset()
        fillStore(store, contents)
      },
    }),
    apiKey,
    port,
    models,
    warnings,
    get rules() {
      return rules.map((rule) => ({ id: rule.id, place: rule.place, calls: countOf(rule) }))
    },
    get unused() {
      return rules.filter((rule) => countOf(rule) === 0).map(({ id }) => id)
    },
    ruleOf: (call) => chosen.get(call),
    reset,
  }
}

/** Puts the models, the files and the assistants of a rules file into the store of a backend. */
function fillStore(store: Store, { models, files, assistants }: RulesFile): void {
  if (models) {
    for (const { id } of store.models.list()) store.models.delete(id)
    for (const id of models) store.models.put({ id })
  }
  for (const { content, ...file } of files) {
    // The API takes more purposes than the SDK's type has.
    store.files.put(defined(file) as Partially<FileObject>, content)
  }
  // The store fills in the defaults, and the reader of the file has checked the fields.
  for (const assistant of assistants) store.assistants.put(assistant as Partially<Assistant>)
}
