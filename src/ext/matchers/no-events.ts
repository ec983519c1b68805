/** What to say of a stream without events, which is no stream of a server's. */
export function ifNoEvents(events: readonly unknown[]): string {
  return events.length > 0 ? '' : 'The stream gave no events at all: has it been read before?'
}
