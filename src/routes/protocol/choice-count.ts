/** The most choices that the API gives for one prompt. */
const MAX_CHOICES = 128

/** Gives the number of choices that the `n` of a request asks for; one where it is no number of choices. */
export function choiceCount(n: unknown): number {
  return typeof n === 'number' && Number.isInteger(n) && n > 0 ? Math.min(n, MAX_CHOICES) : 1
}
