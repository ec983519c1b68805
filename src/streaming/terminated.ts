/** What undici makes of a connection that drops, which is what clients have to handle. */
export function terminated(): TypeError {
  const cause = Object.assign(new Error('other side closed'), {
    name: 'SocketError',
    code: 'UND_ERR_SOCKET',
  })
  return new TypeError('terminated', { cause })
}
