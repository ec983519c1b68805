import { answerKind, isInstance, isObject, nameOfClass } from '../answers/answer-kind.js'
import type { Answer, When } from '../answers/answer.js'
import { assertAnswer, reusable } from '../answers/assert-answer.js'
import { isAsymmetric, isRegExp } from '../protocol/asymmetric.js'
import { print, shorten } from '../protocol/print.js'
import { compare, fieldOf, isPartial, join, verdict, type Comparison } from './comparison.js'
import type { CallPredicate, Condition, WhenCondition } from './condition.js'

/**
 * Answers the calls that meet a condition. An array of `when()` is one answer: the first condition
 * that a call meets decides. A call that meets none gets an error that names the nearest
 * conditions.
 *
 * @param condition A part of the request's body, a function of the call, a condition such as
 *   `hasTool()`, or an array of those, all of which a call has to meet. Every call meets `{}`.
 * @throws {TypeError} When `condition` is no condition, or `answer` no answer.
 *
 * @example
 * chat.completions.create([
 *   when(afterToolResult(), 'It is sunny in Paris.'),
 *   when({ model: 'gpt-5', messages: expect.any(Array) }, new AsksForWeather()),
 * ])
 */
export function when<Event = never, Body = unknown, Resource = never, Short = string>(
  condition: WhenCondition<NoInfer<Event>, NoInfer<Body>>,
  answer: Answer<Event, Body, NoInfer<Resource>, NoInfer<Short>> | string,
): When<Event, Body, Resource, Short> {
  const compared = toCondition(condition)
  assertAnswer(answer, 'Failed to create when()')
  return { [answerKind]: 'when', condition: compared, answer: reusable(answer) }
}

/**
 * Makes a condition of a part of a body, a function of the call, or an array. A condition stays as
 * it is.
 *
 * @param failure The first words of the error message, such as `Failed to create when()`.
 * @throws {TypeError} When `given` is none of those, or a part of a body contains an instance of a
 * class.
 */
export function toCondition(given: unknown, failure = 'Failed to create when()'): Condition {
  if (Array.isArray(given) && given.length > 0) return conditionOfAll(given, failure)
  if (isPredicate(given)) return conditionOfPredicate(given)
  if (isCondition(given)) return given
  if (isObject(given)) return conditionOfBody(given, failure)
  throw new TypeError(
    `${failure}: ${print(given)} is no condition. ` +
      'Expected a part of a body, a function of the call, lastUserMessage(), hasTool(), afterToolResult(), model(), turn(), or an array of those.',
  )
}

function conditionOfBody(expected: object, failure: string): Condition {
  assertPartial(expected, failure)
  // Every call meets `{}`, also one whose request has no body.
  const isAlwaysMet = isPartial(expected) && Object.keys(expected).length === 0
  return {
    description: print(expected),
    compare: ({ body }) => (isAlwaysMet ? join([]) : compare(expected, body)),
  }
}

function conditionOfPredicate(predicate: CallPredicate): Condition {
  const { name } = predicate
  const description = name || shorten(String(predicate))
  const at = name ? `${name}(call)` : 'the function'
  return {
    description,
    async compare(call) {
      const result: unknown = await predicate(call)
      assertTruth(result, description)
      return verdict(result === true, at, () => ['true', print(result)])
    },
  }
}

/** Makes a condition of several. Functions are called last, and only with calls that meet the others. */
function conditionOfAll(given: readonly unknown[], failure: string): Condition {
  const all = given.map((each) => toCondition(each, failure))
  const first = all.filter((_, index) => !isPredicate(given[index]))
  const last = all.filter((_, index) => isPredicate(given[index]))
  return {
    description: `[${all.map(({ description }) => description).join(', ')}]`,
    async compare(...call) {
      const declared = await compareAll(first, call)
      if (declared.differences.length > 0) return declared
      return join([declared, await compareAll(last, call)])
    },
  }
}

async function compareAll(
  conditions: readonly Condition[],
  call: Parameters<Condition['compare']>,
): Promise<Comparison> {
  return join(await Promise.all(conditions.map((condition) => condition.compare(...call))))
}

function assertTruth(result: unknown, description: string): void {
  if (typeof result === 'boolean' || result === undefined || result === null) return
  throw new TypeError(
    `Failed to ask ${description} about a call: expected a boolean, received ${print(result)}.`,
  )
}

function isPredicate(given: unknown): given is CallPredicate {
  return typeof given === 'function'
}

function isCondition(given: unknown): given is Condition {
  return isObject(given) && typeof Reflect.get(given, 'compare') === 'function'
}

/**
 * Refuses an instance of a class, such as a `Map`: without fields of its own, the instance would
 * match every body.
 */
function assertPartial(value: unknown, failure: string, at = ''): void {
  if (isAsymmetric(value) || isRegExp(value)) return
  if (isInstance(value)) {
    throw new TypeError(
      `${failure}: ${at || 'its first argument'} is an instance of ${nameOfClass(value)}, which no JSON has. ` +
        'Expected plain objects, arrays, texts, numbers, regular expressions and asymmetric matchers.',
    )
  }
  for (const [path, inside] of partsOf(value, at)) assertPartial(inside, failure, path)
}

function partsOf(value: unknown, at: string): Array<[path: string, inside: unknown]> {
  if (Array.isArray(value)) return value.map((item, index) => [`${at}[${index}]`, item])
  if (!isObject(value)) return []
  return Object.entries(value).map(([key, field]) => [fieldOf(at, key), field])
}
