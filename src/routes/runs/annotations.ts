import type {
  Annotation,
  FileCitationAnnotation,
  FilePathAnnotation,
} from 'openai/resources/beta/threads/messages'

type Unplaced<Kind extends Annotation> = Omit<Kind, 'start_index' | 'end_index'> &
  Partial<Pick<Kind, 'start_index' | 'end_index'>>

/** An annotation of a text, with or without its place there. */
export type UnplacedAnnotation = Unplaced<FileCitationAnnotation> | Unplaced<FilePathAnnotation>

/**
 * Finds the places of annotations in a text, in UTF-16 units. Each is searched for behind the one
 * before.
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
