import { listAt, textAt, valueAt } from '../protocol/fields.js'
import { inline } from '../protocol/print.js'
import type { EventReader } from '../protocol/readers.js'
import type { CompletionEvent } from './text-completion-schema.js'

/** The fields of a choice for the type and the line of its event. */
const SHOWN = ['text', 'finish_reason']

/**
 * Reads the chunks of legacy completions. The text is that of the first choice. The type of a chunk
 * lists its filled fields: `text`, `finish_reason`, `text+finish_reason` or `usage`.
 */
export const textCompletionReader: EventReader<CompletionEvent> = {
  is: (event): event is CompletionEvent =>
    valueAt(event, 'object') === 'text_completion' && Array.isArray(valueAt(event, 'choices')),

  text: (chunks) =>
    chunks.map((chunk) =>
      listAt(chunk, 'choices')
        .filter((choice) => textIndexOf(choice) === 0)
        .map((choice) => textAt(choice, 'text'))
        .join(''),
    ),

  type: (chunk) => [...new Set(filledFields(chunk).map(([field]) => field))].join('+') || 'empty',

  line: (chunk) =>
    filledFields(chunk)
      .map(([field, value, index]) => `${index ? `[${index}] ` : ''}${field} ${inline(value)}`)
      .join(', ') || 'empty',
}

/** Gives the index of a choice; 0 where a server with a single choice sends no index. */
export function textIndexOf(choice: unknown): number {
  return Number(valueAt(choice, 'index') ?? 0)
}

/** Lists the fields of a chunk that are not empty, with the index of the choice. */
function filledFields(chunk: unknown): Array<[field: string, value: unknown, index: number]> {
  const fields = listAt(chunk, 'choices').flatMap((choice) =>
    SHOWN.map((field): [string, unknown, number] => [
      field,
      valueAt(choice, field),
      textIndexOf(choice),
    ]),
  )
  const all: typeof fields = [...fields, ['usage', valueAt(chunk, 'usage'), 0]]
  return all.filter(([, value]) => Boolean(value))
}
