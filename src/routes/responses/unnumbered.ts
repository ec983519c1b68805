import type { ResponseEvent } from './events.js'

/** Events on the wire that the SDK's types do not know, or know otherwise. */
type UnlistedEvent =
  | { type: 'keepalive' }
  | { type: 'error'; error: WireError }
  | (OfItem & { type: 'response.apply_patch_call_operation_diff.delta'; delta: string })
  | (OfItem & { type: 'response.apply_patch_call_operation_diff.done'; diff: string })

interface OfItem {
  item_id: string
  output_index: number
}

interface WireError {
  type: string
  code: string | null
  message: string
  param: string | null
}

type WithoutNumber<Event> = Event extends unknown ? Omit<Event, 'sequence_number'> : never

/** An event that has not got its `sequence_number`. */
export type UnnumberedEvent = WithoutNumber<ResponseEvent> | UnlistedEvent
