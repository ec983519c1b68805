import { isCue, isStage } from '../../streaming/internal.js'
import {
  answerKind,
  isBinary,
  isInstance,
  isObject,
  isOfKind,
  isResponse,
  tagOf,
} from './answer-kind.js'

const EXPECTED =
  'Expected a script, a text, a resource, reply(), a Response, apiError(), deliver(), inOrder(), when(), or a function of the call.'

/**
 * Checks that a value is an answer.
 *
 * @param failure The first words of the error message, such as `Failed to create inOrder()`.
 * @throws {TypeError} When the value is no answer. The message suggests one.
 */
export function assertAnswer(value: unknown, failure: string): void {
  const problem = problemWith(value)
  if (problem) throw new TypeError(`${failure}: ${problem}`)
}

/** Recognizes an array that has `when()` alone. */
export function areWhens(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => isOfKind(one, 'when'))
}

/** Recognizes a list of data: parts of resources, or lists of numbers. */
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every((item) => Array.isArray(item) || isData(item))
}

function isData(value: unknown): boolean {
  if (!isObject(value) || 'generate' in value || answerKind in value || isBinary(value))
    return false
  return mistakeOf(value) === undefined
}

function problemWith(value: unknown): string | undefined {
  if (isClass(value)) return `${value.name || 'that'} is a class. Pass new ${value.name || 'it'}().`
  if (isResponse(value)) {
    return value.bodyUsed ? 'the body of the Response has been read already.' : undefined
  }
  if (typeof value === 'function') return isFactory(value) ? mistakenFactory(value) : undefined
  if (typeof value === 'string' || areWhens(value)) return undefined
  if (Array.isArray(value)) return isList(value) ? undefined : mistakenArray(value)
  return isObject(value) ? mistakeOf(value) : `${String(value)} is no answer. ${EXPECTED}`
}

/** Explains an object that is no resource of any endpoint, and suggests an answer. */
function mistakeOf(value: object): string | undefined {
  if ('then' in value && typeof value.then === 'function') {
    return 'a promise is no answer. Await it, or give a function that returns it.'
  }
  const tag = tagOf(value)
  if (tag === 'Error') {
    return Reflect.get(value, 'name') === 'StreamError'
      ? 'a StreamError is no answer. Throw it in a script, or give apiError(status, error).'
      : 'an Error is no answer. Give apiError(status, message), or a script that throws.'
  }
  if ('generate' in value || answerKind in value || isBinary(value)) return undefined
  if (tag !== 'Object') return `a ${tag} is no answer. ${EXPECTED}`
  return mistakenObject(value)
}

/** Explains an object that is no data, and so no resource. */
function mistakenObject(value: object): string | undefined {
  if (isStage(value)) {
    return `${value.name} is a stage. Give deliver(answer, { through: [${value.name}] }).`
  }
  if (isCue(value)) return `a cue is no answer. Yield it in a script, as in: yield ${value.type}().`
  // An instance without fields would become a resource of defaults alone.
  if (!hasMethods(value) && !(isInstance(value) && isEmpty(value))) return undefined
  const { name = '' }: { name?: string } = value.constructor ?? {}
  return `${name === 'Object' || name === '' ? 'an object with functions' : `a ${name}`} is no answer. ${EXPECTED}`
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0 && !('toJSON' in value)
}

/** Recognizes an object with functions, its own or those of its classes. `toJSON()` does not count. */
function hasMethods(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  const isRoot = prototype === null && 'hasOwnProperty' in value
  if (isRoot) return false
  const own = Object.entries(Object.getOwnPropertyDescriptors(value))
  const hasOwn = own.some(
    ([key, { value: member }]) =>
      typeof member === 'function' && key !== 'constructor' && key !== 'toJSON',
  )
  return hasOwn || (isObject(prototype) && hasMethods(prototype))
}

/** Explains an array that is no answer. */
function mistakenArray(array: readonly unknown[]): string {
  if (array.every((one) => typeof one === 'number' || tagOf(one).startsWith('Float'))) {
    return 'an array of numbers is no answer. Vectors are lists of numbers in a list, as [[0.25, 0.5]].'
  }
  if (array.some((one) => isOfKind(one, 'when')))
    return 'an array is an answer where all of it is when(). End it with when({}, answer) for every other call.'
  return (
    'an array is no answer, unless each item is an object, a list of numbers, or a when(). ' +
    'Give inOrder() its answers one by one, and yield events from a script.'
  )
}

function isClass(value: unknown): value is { name: string } {
  return typeof value === 'function' && typeof value.prototype?.generate === 'function'
}

/** Recognizes a route factory among functions. */
function isFactory(value: object): value is { endpoint: { name: string } } {
  return 'endpoint' in value && isObject(value.endpoint)
}

function mistakenFactory({ endpoint }: { endpoint: { name: string } }): string {
  return `${endpoint.name} creates routes, and is no answer. ${EXPECTED}`
}

/**
 * Makes an answer usable for any number of calls: the body of a `Response`, which can be read only
 * once, is read now, and copied for each call.
 */
export function reusable<Any>(answer: Any): Any | (() => Promise<Response>) {
  return isResponse(answer) ? copiesOf(answer) : answer
}

/** Recognizes the function that copies a `Response`, which is no function of the call. */
export function areCopies(answer: unknown): boolean {
  return typeof answer === 'function' && answerKind in answer
}

function copiesOf(response: Response): () => Promise<Response> {
  return Object.assign(copierOf(response), { [answerKind]: 'response' })
}

function copierOf(response: Response): () => Promise<Response> {
  // A network error has no body.
  if (response.type === 'error') return async () => response
  const body = response.body && response.arrayBuffer()
  // Handled by each call: a call fails where the body cannot be read.
  body?.catch(() => {})

  return async () => new Response(await body, response)
}
