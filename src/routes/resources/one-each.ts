/**
 * Checks that an author has given one result for each input of a request.
 *
 * @throws {TypeError} When there are more or fewer.
 */
export function assertOneEach(
  endpoint: string,
  result: string,
  given: number,
  inputs: number,
): void {
  if (given === inputs) return
  throw new TypeError(
    `"${endpoint}" was given ${given} ${result}(s) for ${inputs} input(s). ` +
      'Give one for each input, a function of the call that does, or none.',
  )
}
