import type { ModelAnswerFunction } from '../backend/index.js'
import type { Rules } from '../rules/rules-of-file.js'
import type { AnyCall } from './exchange.js'

/** The rules by which a server answers, which may change while it runs. */
export class ServedRules {
  #initial: Rules | undefined
  #current: Rules | undefined
  /** The rules by which each call was answered. */
  readonly #rulesOf = new WeakMap<object, Rules>()

  /** @param initial The rules of the start; undefined for none. */
  constructor(initial: Rules | undefined) {
    this.#initial = initial
    this.#current = initial
  }

  get current(): Rules | undefined {
    return this.#current
  }

  /** Answers a call by the current rules. Without rules, the backend answers by itself. */
  readonly answer: ModelAnswerFunction = (call) => {
    const rules = this.#current
    if (!rules) return undefined
    this.#rulesOf.set(call, rules)
    return rules.answer(call)
  }

  /** Finds the id of the rule that answered a call. */
  ruleOf(call: AnyCall): string | undefined {
    return this.#rulesOf.get(call)?.ruleOf(call)
  }

  /** Answers by other rules from now on. */
  replace(rules: Rules): void {
    this.#current = rules
  }

  /** Answers by the rules of a changed file from now on, and after each `restore()`. */
  renew(rules: Rules): void {
    this.#initial = rules
    this.#current = rules
  }

  /** Goes back to the rules of the file. */
  restore(): void {
    this.#current = this.#initial
  }
}
