import type { Text } from 'openai/resources/beta/threads/messages'
import type { ResponseOutputText } from 'openai/resources/responses/responses'
import type { FileSearchResult } from './file-search.js'

/** Makes the text that quotes the best result of a search; undefined where there are no results. */
export function quoteOf([best]: readonly FileSearchResult[]): string | undefined {
  return best && `According to ${best.filename}: ${best.text}`
}

/** Makes the annotations of a text of a response that cites the file of the best result. */
export function responseCitations(
  text: string,
  [best]: readonly FileSearchResult[],
): ResponseOutputText.FileCitation[] {
  if (!best) return []
  const { file_id, filename } = best
  return [{ type: 'file_citation', file_id, filename, index: endOfSentence(text) }]
}

/**
 * Makes the text of a message of a thread that cites the file of the best result: with a mark such
 * as `【4:0†handbook.txt】` before the last full stop.
 */
export function textWithCitations(text: string, [best]: readonly FileSearchResult[]): Text {
  if (!best) return { value: text, annotations: [] }
  const { file_id, filename } = best
  const mark = `【4:0†${filename}】`
  const start_index = endOfSentence(text)
  return {
    value: text.slice(0, start_index) + mark + text.slice(start_index),
    annotations: [
      {
        type: 'file_citation',
        text: mark,
        start_index,
        end_index: start_index + mark.length,
        file_citation: { file_id },
      },
    ],
  }
}

/** Finds the end of the last sentence of a text, before its full stop. */
function endOfSentence(text: string): number {
  return text.trimEnd().replace(/[.!?。]$/, '').length
}
