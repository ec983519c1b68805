import { checkOptions } from '../../streaming/internal.js'
import { isRecord } from '../../routes/protocol/defaults.js'
import { listAt } from '../../routes/protocol/fields.js'
import { printPath } from '../../routes/request/explain-issue.js'
import type { Environment } from './environment.js'
import { faultsOfEvents, warningsOfEvents } from './events-faults.js'
import { explainFault, type ValueFault } from './explain-fault.js'
import { makeRule } from './make-rule.js'
import { readContents, type RuleContents } from './rule-contents.js'
import { idsOfRules } from './rule-ids.js'
import type { RulesFault, RulesFile } from './rule.js'
import { conflictsOfRule } from './rule-schema.js'
import { RulesError } from './rules-error.js'
import { rulesFile, type GivenRules } from './rules-schema.js'
import { readYaml, type YamlDocument } from './yaml-document.js'
import { startingFiles } from './starting-files.js'
import { warningsOf } from './rules-warnings.js'

/** Options of {@link readRules}. */
export interface ReadRulesOptions {
  /** The name of the file, for messages; `rules` unless given. */
  readonly file?: string | undefined
  /** The directory to which the paths in the file are relative. Without one, a path is a fault. */
  readonly directory?: string | undefined
  /** The environment variables that the file can name, as `${NAME:-default}`; none unless given. */
  readonly env?: Environment | undefined
}

const OPTIONS = new Set(['file', 'directory', 'env'])

/**
 * Reads the text of a rules file, in YAML or JSON.
 *
 * @throws {RulesError} With all faults of the file, and their places.
 * @throws {TypeError} When an option is unknown.
 *
 * @example
 * const { rules, warnings } = readRules('responses: [{ id: greeting, reply: Hello there! }]')
 */
export function readRules(text: string, options: ReadRulesOptions = {}): RulesFile {
  checkOptions('Failed to read rules', options, OPTIONS)
  const { file = 'rules', directory, env = {} } = options
  const document = readYaml(text, env)
  if (document.faults.length > 0) throw new RulesError(document.faults, file)

  const value = withoutTemplates(document)
  const contents = readContents(value, directory)
  const { error } = rulesFile.safeParse(value)
  const faults = [
    ...(error?.issues.flatMap((issue) => explainFault(rulesFile, issue, value)) ?? []),
    ...conflictsIn(value),
    ...contents.faults,
    ...faultsOfEvents(value, contents.contents),
  ]
  if (faults.length > 0) throw new RulesError(placed(faults, document), file)
  // The schema accepts the value, and changes nothing but the order of keys, which is the author's.
  return makeFile(value as GivenRules, contents, document)
}

/** Lists the keys of rules that exclude each other, also beside values that are wrong. */
function conflictsIn(value: unknown): ValueFault[] {
  return listAt(value, 'responses').flatMap((rule, index) =>
    isRecord(rule)
      ? [...conflictsOfRule(rule)].map(([message, ...path]) => ({
          path: ['responses', index, ...path],
          message,
        }))
      : [],
  )
}

/** Removes the keys that are templates: those that begin with `x-`, and unknown ones that contain an anchor. */
function withoutTemplates({ value, anchored }: YamlDocument): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).filter(
    ([key]) => Object.hasOwn(rulesFile.shape, key) || !(key.startsWith('x-') || anchored.has(key)),
  )
  return Object.fromEntries(entries)
}

function placed(faults: readonly ValueFault[], document: YamlDocument): RulesFault[] {
  return faults
    .map(({ path, message, part }) => ({
      ...document.placeOf(path, part),
      path: printPath(path),
      message,
    }))
    .toSorted((one, other) => one.line - other.line || one.column - other.column)
}

function makeFile(given: GivenRules, read: RuleContents, document: YamlDocument): RulesFile {
  const { apiKey, port, defaults, models, assistants = [], fallback = 'error' } = given
  const ids = idsOfRules(given.responses ?? [])
  const rules = (given.responses ?? []).map((rule, index) =>
    makeRule(rule, {
      id: ids[index] ?? '',
      defaults,
      contents: read.contents,
      placeOf: (path) => document.placeOf(['responses', index, ...path]),
    }),
  )
  return {
    apiKey,
    port: port === undefined ? undefined : Number(port),
    fallback,
    rules,
    models,
    files: startingFiles(given.files ?? [], read.contents),
    assistants,
    warnings: [
      ...document.warnings,
      ...placed([...warningsOf(given), ...warningsOfEvents(given, read.contents)], document),
    ],
  }
}
