import { namedByTypeRules } from '../lint/event-names.js'
import { protocolRules, type LintRule, type ProtocolRules } from '../lint/lint-rule.js'
import { textAt, valueAt } from '../protocol/fields.js'

interface ImagesState {
  /** The number of partial images since the last whole one. */
  partials: number
  /** The last whole image; undefined before the first one. */
  whole: string | undefined
  /** The type of the last event but `keepalive`. */
  last: string
}

const ownRules: ReadonlyArray<LintRule<unknown, ImagesState>> = [
  {
    id: 'images/partial-index',
    severity: 'error',
    reason:
      'Clients show a partial image in the place of the one before it: they count from 0 on for each image.',
    event({ event }, { partials: expected }) {
      const received = valueAt(event, 'partial_image_index')
      if (!isPartial(textAt(event, 'type')) || received === expected) return undefined
      return { message: 'The partial_image_index is not the next one.', expected, received }
    },
  },
  {
    id: 'images/completed-once',
    severity: 'warning',
    reason: 'Each whole image is completed once.',
    event({ event }, { whole, partials }) {
      if (!isWhole(textAt(event, 'type')) || partials > 0 || textAt(event, 'b64_json') !== whole) {
        return undefined
      }
      return { message: 'The same image is completed again.' }
    },
  },
  {
    id: 'images/completed-last',
    severity: 'error',
    reason: 'A client waits for the whole image, with which the stream ends.',
    end: ({ last }, { failed }) =>
      failed || last === '' || isWhole(last)
        ? undefined
        : { message: 'The stream does not end with a whole image.', received: last },
  },
]

/** The rules of a stream of images. */
export const imageRules: ProtocolRules<unknown> = protocolRules<unknown, ImagesState>(
  [...namedByTypeRules('images'), ...ownRules],
  () => ({ partials: 0, whole: undefined, last: '' }),
  (state, event) => {
    const type = textAt(event, 'type')
    if (isPartial(type)) state.partials++
    if (isWhole(type)) {
      state.partials = 0
      state.whole = textAt(event, 'b64_json')
    }
    if (type !== 'keepalive') state.last = type
  },
  { misfits: 'whole' },
)

function isPartial(type: string): boolean {
  return type.endsWith('.partial_image')
}

function isWhole(type: string): boolean {
  return type.endsWith('.completed')
}
