import { z } from 'zod'
import { damageOf, oneOfTexts } from '../protocol/schema.js'

/**
 * Makes the check of the status that an author gives a resource: with an unknown one, nothing else
 * of the resource can agree, and the SDK polls without a pause.
 *
 * @param statuses The statuses that the resource has, as keys.
 * @param kind The resource, such as `a batch`, for the message.
 * @returns A function that throws a `TypeError` when there is no such status.
 */
export function statusCheck(statuses: object, kind: string): (given: object) => void {
  const withStatus = z.looseObject({ status: oneOfTexts(Object.keys(statuses)).optional() })
  return (given) => {
    const damage = damageOf(withStatus, given)
    if (damage) throw new TypeError(`Failed to complete ${kind}: it is ${damage}.`)
  }
}
