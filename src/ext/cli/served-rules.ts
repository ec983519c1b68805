import type { ModelAnswerFunction } from '../backend/index.js'
import type { AnyCall } from './exchange.js'
import type { LoadedRules } from './rules-source.js'

/** The rules by which a server answers, which may change while it runs. */
export class ServedRules {
  readonly #initial: LoadedRules | undefined
  #current: LoadedRules | undefined
  /** The rules by which each call was answered. */
  readonly #rulesOf = new WeakMap<object, LoadedRules>()

  /** @param initial The rules of the start; undefined for none. */
  constructor(initial: LoadedRules | undefined) {
    this.#initial = initial
    this.#current = initial
  }

  get current(): LoadedRules | undefined {
    return this.#current
  }

  /** Answers a call by the current rules. Without rules, the backend answers by itself. */
  readonly answer: ModelAnswerFunction = (call, context) => {
    const rules = this.#current
    if (!rules) return undefined
    this.#rulesOf.set(call, rules)
    return typeof rules.answer === 'function' ? rules.answer(call, context) : rules.answer
  }

  /** Finds the id of the rule that answered a call. */
  ruleOf(call: AnyCall): string | undefined {
    return this.#rulesOf.get(call)?.ruleOf(call)
  }

  /** Answers by other rules from now on. */
  replace(rules: LoadedRules): void {
    this.#current = rules
  }

  /** Goes back to the rules of the start, as if none had been used. */
  restore(): void {
    this.#current = this.#initial
    this.#current?.reset()
  }
}
