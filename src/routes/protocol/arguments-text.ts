/** Gives the arguments of a call as text: an object as JSON, and a text as it is. */
export function argumentsText(given: string | object): string {
  return typeof given === 'string' ? given : JSON.stringify(given)
}
