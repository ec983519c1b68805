import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Alias,
  type Document,
  type ErrorCode,
  type Node,
  type Pair,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { nearestName } from '../../streaming/internal.js'
import { substitute, unsetIn, type Environment } from './environment.js'
import { anchoredKeys, offsetOf } from './yaml-nodes.js'
import type { Place, RulesFault } from './rule.js'

/** The most values that the aliases of a text may stand for: a short text can mean billions of values. */
const MOST_ALIASED = 100_000

/** The most levels of a value. */
const DEEPEST = 100
const TOO_DEEP = `more than ${DEEPEST} levels. Expected fewer.`

/** The words for problems that the parser words for programmers. */
const OWN_WORDS: Partial<Record<ErrorCode, string>> = {
  DUPLICATE_KEY: 'the map has this key twice. Expected it once.',
  MULTIPLE_DOCS: 'the text has several documents. Expected one: remove this line.',
  // The parser calls itself for each level of a value.
  RESOURCE_EXHAUSTION: TOO_DEEP,
}

/** A text in YAML or JSON, as values with places. */
export interface YamlDocument {
  readonly value: unknown
  /** The keys of the outermost map whose values contain an anchor, such as `&name`. */
  readonly anchored: ReadonlySet<string>
  readonly faults: readonly RulesFault[]
  readonly warnings: readonly RulesFault[]
  /** Finds the place of a key or of a value. A value that is missing has the place of the value around it. */
  placeOf(path: readonly PropertyKey[], part?: 'key' | 'value'): Place
}

/** Reads a text in YAML or JSON. Replaces environment variables in its texts. */
export function readYaml(text: string, env: Environment): YamlDocument {
  const lines = new LineCounter()
  const options = { lineCounter: lines, merge: true, prettyErrors: false, uniqueKeys: true }
  return new DocumentReader(parseDocument(text, options), lines, env)
}

/** One key of a map, or one item of a list, with the offsets of its key and of its value. */
interface Entry {
  readonly value: unknown
  readonly keyAt: number
  readonly valueAt: number
}

class DocumentReader implements YamlDocument {
  readonly value: unknown
  readonly anchored: ReadonlySet<string>
  readonly faults: RulesFault[]
  readonly warnings: RulesFault[]
  readonly #lines: LineCounter
  readonly #env: Environment
  readonly #root: number
  /** The entries of each map and list. */
  readonly #entries = new WeakMap<object, ReadonlyMap<PropertyKey, Entry>>()
  readonly #anchors = new Map<string, Node>()
  /** The nodes around the one that is read. */
  readonly #open = new Set<unknown>()
  /** The number of aliases around the node that is read. */
  #aliases = 0
  #aliased = 0

  constructor(document: Document, lines: LineCounter, env: Environment) {
    this.#lines = lines
    this.#env = env
    this.#root = offsetOf(document.contents)
    this.faults = this.#faultsOf(document.errors)
    this.warnings = document.warnings.map((warning) => this.#faultOf(warning))
    this.anchored = new Set(anchoredKeys(document.contents))
    this.value = this.faults.length > 0 ? undefined : this.#read(document.contents)
  }

  placeOf(path: readonly PropertyKey[], part: 'key' | 'value' = 'value'): Place {
    let value: unknown = this.value
    let at = this.#root
    for (const key of path) {
      const entry = this.#entriesOf(value).get(key)
      if (!entry) break
      at = part === 'key' ? entry.keyAt : entry.valueAt
      value = entry.value
    }
    return this.#placeAt(at)
  }

  #read(node: unknown): unknown {
    if (isAlias(node)) return this.#readAlias(node)
    if (isScalar(node)) {
      this.#note(node)
      return typeof node.value === 'string' ? this.#readText(node, node.value) : node.value
    }
    if (!isMap(node) && !isSeq(node)) return null

    this.#note(node)
    if (this.#open.size >= DEEPEST) {
      return this.#refuse(node, TOO_DEEP)
    }
    this.#open.add(node)
    const value = isMap(node) ? this.#readMap(node) : this.#readList(node)
    this.#open.delete(node)
    return value
  }

  #readText(node: Node, text: string): string {
    // The text of an anchor is reported once.
    const unset = this.#aliases === 0 ? unsetIn(text, this.#env) : []
    for (const name of unset) {
      const message = `the variable ${name} is not set: its name stays in the text. \${${name}:-text} gives a default.`
      this.warnings.push({ ...this.#placeAt(offsetOf(node)), path: '', message })
    }
    return substitute(text, this.#env)
  }

  /** Remembers an anchor, and counts a value of an alias. */
  #note(node: Node & { readonly anchor?: string | undefined }): void {
    if (this.#aliases > 0) this.#aliased++
    else if (node.anchor !== undefined) this.#anchors.set(node.anchor, node)
  }

  #readAlias(alias: Alias): unknown {
    const { source } = alias
    const target = this.#anchors.get(source)
    if (!target) {
      const nearest = nearestName(source, [...this.#anchors.keys()])
      const advice = nearest === undefined ? '' : ` Did you mean "*${nearest}"?`
      return this.#refuse(alias, `no anchor &${source} stands before this alias.${advice}`)
    }
    if (this.#open.has(target)) {
      return this.#refuse(alias, `the alias *${source} stands inside of its own anchor.`)
    }
    if (this.#aliased > MOST_ALIASED) return null

    this.#aliases++
    const value = this.#read(target)
    this.#aliases--
    if (this.#aliases === 0 && this.#aliased > MOST_ALIASED) {
      this.#refuse(alias, `the aliases up to this one stand for more than ${MOST_ALIASED} values.`)
    }
    return value
  }

  #readList(list: YAMLSeq): unknown[] {
    const entries = list.items.map((item): Entry => {
      const at = offsetOf(item, offsetOf(list))
      return { value: this.#read(item), keyAt: at, valueAt: at }
    })
    const value = entries.map((entry) => entry.value)
    this.#entries.set(value, new Map(entries.entries()))
    return value
  }

  #readMap(map: YAMLMap): object {
    const entries = new Map<string, Entry>()
    const merged: Entry[] = []
    for (const pair of map.items) {
      const entry = this.#entryOf(pair, offsetOf(map))
      const key = this.#keyOf(pair.key)
      if (typeof key === 'symbol') merged.push(entry)
      else if (key !== undefined) entries.set(key, entry)
    }
    for (const entry of merged) this.#merge(entry, entries)

    const value = Object.fromEntries([...entries].map(([key, entry]) => [key, entry.value]))
    this.#entries.set(value, entries)
    return value
  }

  #entryOf({ key, value }: Pair, mapAt: number): Entry {
    const keyAt = offsetOf(key, mapAt)
    return { value: this.#read(value), keyAt, valueAt: offsetOf(value, keyAt) }
  }

  /** Gives a key as a text, and the key of a merge, `<<`, as a symbol. */
  #keyOf(node: unknown): string | symbol | undefined {
    const key = isScalar(node) ? node.value : this.#read(node)
    if (typeof key === 'symbol') return key
    if (typeof key !== 'object' || key === null) return String(key ?? '')
    this.#refuse(node, 'a key has to be a text.')
    return undefined
  }

  /** Adds the entries of a map, or of a list of maps, where a map has none of its own. */
  #merge({ value, valueAt }: Entry, entries: Map<string, Entry>): void {
    for (const source of Array.isArray(value) ? value : [value]) {
      if (typeof source !== 'object' || Array.isArray(source)) {
        this.#refuseAt(valueAt, '<< merges maps, such as *name.')
        continue
      }
      for (const [key, entry] of this.#entriesOf(source)) {
        if (!entries.has(String(key))) entries.set(String(key), entry)
      }
    }
  }

  #entriesOf(value: unknown): ReadonlyMap<PropertyKey, Entry> {
    const entries = typeof value === 'object' && value !== null && this.#entries.get(value)
    return entries || new Map()
  }

  #refuse(node: unknown, message: string): null {
    return this.#refuseAt(offsetOf(node), message)
  }

  #refuseAt(offset: number, message: string): null {
    this.faults.push({ ...this.#placeAt(offset), path: '', message })
    return null
  }

  /** Gives the faults of a text that is no YAML. Behind too many levels, nothing has been read. */
  #faultsOf(errors: readonly YAMLError[]): RulesFault[] {
    const last = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION')
    return last ? [this.#faultOf(last)] : errors.map((error) => this.#faultOf(error))
  }

  #faultOf({ pos: [offset], code, message }: YAMLError): RulesFault {
    const words = OWN_WORDS[code] ?? `${message.replace(/\.$/, '')}.`
    return { ...this.#placeAt(offset), path: '', message: words }
  }

  #placeAt(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
}
