/** Whether a response is MSW's `passthrough()`: an order to send the request on, and no response. */
export function isPassthrough({ headers }: Response): boolean {
  return headers.get('x-msw-intention') === 'passthrough'
}
