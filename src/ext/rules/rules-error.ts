import type { RulesFault } from './rule.js'

/** The refusal of a rules file, with all of its faults. */
export class RulesError extends Error {
  override readonly name = 'RulesError'
  /** The name of the file, as the caller gave it. */
  readonly file: string
  /** The faults, in the order of the file. */
  readonly faults: readonly RulesFault[]

  constructor(faults: readonly RulesFault[], file: string) {
    const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`
    const lines = faults.map((fault) => printFault(fault, file))
    super([`Failed to read ${file}: ${count}.`, ...lines].join('\n'))
    this.file = file
    this.faults = faults
  }
}

/** Prints a fault on one line: `rules.yaml:12:7 responses[2].reply.txt: unknown key. Did you mean "text"?` */
export function printFault({ line, column, path, message }: RulesFault, file: string): string {
  const fault = `${path && `${path}: `}${message}`
  return `${file}:${line}:${column} ${fault.replaceAll(/\s+/g, ' ')}`
}
