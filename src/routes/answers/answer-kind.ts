import { tagOf as fullTagOf } from '../../streaming/internal.js'

/** Marks an answer. Registered, so that the ESM and the CommonJS build recognize each other's answers. */
export const answerKind = Symbol.for('msw-openai.answer')

/** The kinds of answers that this package makes. */
type Kind = 'in-order' | 'when' | 'deliver' | 'reply' | 'error' | 'live'

/** An answer that names its kind. */
export interface OfKind<Name extends Kind> {
  readonly [answerKind]: Name
}

/** Recognizes an answer of one kind. */
export function isOfKind<Name extends Kind>(value: unknown, name: Name): value is OfKind<Name> {
  return typeof value === 'object' && value !== null && Reflect.get(value, answerKind) === name
}

/** Recognizes a Fetch `Response` by its tag: Jest's are of another realm. */
export function isResponse(value: unknown): value is Response {
  return tagOf(value) === 'Response'
}

/** Recognizes an object that is no array. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Recognizes an instance of a class. The prototype of a plain object, in any realm, has no prototype. */
export function isInstance(value: unknown): value is object {
  if (!isObject(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype !== null && Object.getPrototypeOf(prototype) !== null
}

/** Gives the name of the class of an object, for messages. */
export function nameOfClass({
  constructor,
}: {
  readonly constructor?: { name?: unknown }
}): string {
  return String(constructor?.name || 'a class')
}

/** Recognizes a `Blob`, a buffer, or a view of one. */
export function isBinary(value: unknown): value is Blob | ArrayBuffer | ArrayBufferView {
  return tagOf(value) === 'ArrayBuffer' || ArrayBuffer.isView(value) || isBlob(value)
}

/** Recognizes a `Blob` or a `File` by its methods: one of happy-dom has no tag, and one of jsdom has no `stream()`. */
export function isBlob(value: unknown): value is Blob {
  return isObject(value) && 'size' in value && 'arrayBuffer' in value && 'slice' in value
}

/** Gives the tag of a value, such as `Map`. */
export function tagOf(value: unknown): string {
  return fullTagOf(value).slice('[object '.length, -1)
}
