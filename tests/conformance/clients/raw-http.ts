// The modules, and not their functions: MSW puts others in the place of those.
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { requestOf, type Ask, type Client } from './client.js'
import { Transcript } from './transcript.js'

/** `node:http`, read by read. */
export const rawHttp: Client = async (ask, onRead) => {
  const response = await send(ask)
  const transcript = new Transcript()
  response.on('data', (bytes: Uint8Array) => onRead(transcript.add(bytes)))

  await new Promise((resolve, reject) => response.on('end', resolve).on('error', reject))
}

function send(ask: Ask): Promise<IncomingMessage> {
  const { url, body } = requestOf(ask)
  const { request } = url.startsWith('https:') ? https : http

  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', signal: ask.signal }, resolve).on('error', reject).end(body)
  })
}
