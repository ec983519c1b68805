/** A line of the table. */
export interface Row {
  readonly name: string
  /** The measured figure. */
  readonly figure: string
  /** The target, in words. */
  readonly target: string
  readonly isMet: boolean
}

/** Print a line of the table. */
export function report({ name, figure, target, isMet }: Row): void {
  print(name, figure, target, isMet ? 'ok' : 'MISSED')
}

/** Print a line of which nothing is asked. */
export function note(name: string, figure: string): void {
  print(name, figure)
}

/** Print the head of the table. */
export function printHead(): void {
  print('', 'figure', 'target')
}

function print(...[name = '', figure = '', target = '', verdict = '']: string[]): void {
  console.log(`${name.padEnd(58)} ${figure.padEnd(36)} ${target.padEnd(12)} ${verdict}`.trimEnd())
}
