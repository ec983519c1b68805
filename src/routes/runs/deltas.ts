import type {
  Annotation,
  AnnotationDelta,
  FileCitationAnnotation,
  FilePathAnnotation,
  Message,
  MessageContentDelta,
  Text,
  TextDelta,
} from 'openai/resources/beta/threads/messages'
import type {
  CodeInterpreterToolCall,
  FunctionToolCall,
  ToolCall,
  ToolCallDelta,
} from 'openai/resources/beta/threads/runs/steps'
import { cutText, type By } from '../protocol/cut-text.js'

type Unplaced<Kind extends Annotation> = Omit<Kind, 'start_index' | 'end_index'> &
  Partial<Pick<Kind, 'start_index' | 'end_index'>>

/** An annotation of a text, with or without its place in the text. */
export type UnplacedAnnotation = Unplaced<FileCitationAnnotation> | Unplaced<FilePathAnnotation>

/**
 * Finds the places of annotations in a text, in UTF-16 units. An annotation is searched for behind
 * the annotation before.
 *
 * @throws {TypeError} When the text of an annotation is not in the text.
 */
export function placeAnnotations(
  annotations: readonly UnplacedAnnotation[],
  value: string,
): Annotation[] {
  let from = 0
  return annotations.map((annotation) => {
    const { text } = annotation
    const start_index = annotation.start_index ?? value.indexOf(text, from)
    if (start_index < 0) {
      throw new TypeError(
        `Failed to annotate a message: ${JSON.stringify(text)} is not in its text, or not in this order. ` +
          'Set start_index and end_index for an annotation of anything else.',
      )
    }
    from = annotation.end_index ?? start_index + text.length
    return { ...annotation, start_index, end_index: from }
  })
}

/** Cuts the content of a message into its deltas. */
export function contentDeltas(content: Message['content'], by?: By): MessageContentDelta[] {
  return content.flatMap((part, index): MessageContentDelta[] => {
    switch (part.type) {
      case 'text':
        return textDeltas(part.text, by).map((text) => ({ index, type: 'text', text }))
      case 'refusal':
        return cutText(part.refusal, by).map((refusal) => ({ index, type: 'refusal', refusal }))
      default:
        return [{ index, ...part }]
    }
  })
}

/** Cuts a text into deltas. The first delta has a list of annotations, and another one where an annotation ends. */
function textDeltas({ value, annotations }: Text, by?: By): TextDelta[] {
  const pieces = annotations.length > 0 ? cutAround(annotations, value, by) : cutText(value, by)
  const remaining = annotations.map(annotationDelta)
  let end = 0

  const deltas: TextDelta[] = pieces.map((piece, index) => {
    end += piece.length
    const ended = remaining.filter(({ end_index = 0 }) => end_index <= end)
    for (const annotation of ended) remaining.splice(remaining.indexOf(annotation), 1)
    return index === 0 || ended.length > 0 ? { value: piece, annotations: ended } : { value: piece }
  })
  return remaining.length > 0 ? [...deltas, { value: '', annotations: remaining }] : deltas
}

function annotationDelta(annotation: Annotation, index: number): AnnotationDelta {
  if (annotation.type === 'file_path') return { index, ...annotation }
  // OpenAI's deltas have an empty quote, and its messages have none.
  return { index, ...annotation, file_citation: { ...annotation.file_citation, quote: '' } }
}

/** Cuts a text so that an annotated part is a piece of its own, unless the cut is inside a grapheme. */
function cutAround(annotations: readonly Annotation[], text: string, by?: By): string[] {
  const graphemes = new Set(endsOf(cutText(text, 'grapheme')))
  const marked = annotations.flatMap(({ start_index, end_index }) => [start_index, end_index])
  const edges = endsOf(cutText(text, by)).filter((edge) =>
    annotations.every(({ start_index, end_index }) => edge <= start_index || edge >= end_index),
  )
  const ends = new Set([...edges, ...marked.filter((edge) => graphemes.has(edge)), text.length])
  const sorted = [...ends].toSorted((one, other) => one - other)
  return sorted.map((end, index) => text.slice(sorted[index - 1] ?? 0, end)).filter(Boolean)
}

/** Gives the offset in the text at which each piece ends. */
function endsOf(pieces: readonly string[]): number[] {
  let end = 0
  return pieces.map((piece) => (end += piece.length))
}

/** Cuts one call of a step into deltas: first the id and the name, then the content piece by piece. */
export function callDeltas(call: ToolCall, index: number, by?: By): ToolCallDelta[] {
  switch (call.type) {
    case 'function':
      return functionDeltas(call, index, by)
    case 'code_interpreter':
      return codeDeltas(call, index, by)
    case 'file_search': {
      // The results come with the end of the step alone.
      const found = call.file_search.results && { results: [] }
      return [{ index, ...call, file_search: { ...call.file_search, ...found } }]
    }
    default:
      // A resource may have a call of a type that the SDK's types lack, such as `retrieval`.
      return [{ index, ...Object(call) }]
  }
}

function functionDeltas(
  { id, type, function: { name, arguments: json } }: FunctionToolCall,
  index: number,
  by?: By,
): ToolCallDelta[] {
  const pieces = cutText(json, by)
  return [
    { index, id, type, function: { name, arguments: '', output: null } },
    ...pieces.map((piece) => ({ index, type, function: { arguments: piece } })),
  ]
}

function codeDeltas(
  { id, type, code_interpreter: { input, outputs } }: CodeInterpreterToolCall,
  index: number,
  by?: By,
): ToolCallDelta[] {
  const pieces = cutText(input, by).map((piece) => ({ input: piece }))
  const results = outputs.map((output, position) => ({
    outputs: [{ index: position, ...output }],
  }))
  return [
    { index, id, type, code_interpreter: { input: '', outputs: [] } },
    ...[...pieces, ...results].map((code_interpreter) => ({ index, type, code_interpreter })),
  ]
}
