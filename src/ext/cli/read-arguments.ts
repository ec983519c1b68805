import { parseArgs, type ParseArgsConfig } from 'node:util'
import { nearestName } from '../../streaming/internal.js'
import { UsageError } from './command.js'

type Options = NonNullable<ParseArgsConfig['options']>
type Read<Known extends Options> = ReturnType<
  typeof parseArgs<{ options: Known; allowPositionals: true }>
>

/**
 * Reads the arguments of a command.
 *
 * @throws {UsageError} When an option is unknown, or lacks its value.
 */
export function readArguments<Known extends Options>(
  args: readonly string[],
  options: Known,
): Read<Known> {
  const given = [...args]
  assertKnown(given, options)
  try {
    return parseArgs({ args: given, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(`Failed to read the arguments: ${firstSentence(error)}`)
  }
}

function assertKnown(args: string[], options: Options): void {
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind !== 'option' || Object.hasOwn(options, token.name)) continue
    const nearest = nearestName(token.name, Object.keys(options))
    const advice = nearest === undefined ? 'See --help.' : `Did you mean --${nearest}?`
    throw new UsageError(`Unknown option "${token.rawName}". ${advice}`)
  }
}

function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/\n[^]*/, '').replace(/\.?$/, '.')
}
