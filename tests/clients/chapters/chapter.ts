import { collect } from 'msw-openai'
import type OpenAI from 'openai'

/** A part of the story: a client creates, reads, changes and deletes the resources of one family. */
export type Chapter = (client: OpenAI) => Promise<void>

/** Recognizes a method that the SDK has, by its name. An older SDK lacks some. */
export function hasMethod(client: OpenAI, name: string): boolean {
  const method = name
    .split('.')
    .reduce<unknown>((owner, key) => Reflect.get(Object(owner), key), client)
  return typeof method === 'function'
}

/** Lists the ids of the items of a list, over all of its pages. */
export async function idsOf(list: AsyncIterable<{ readonly id: string }>): Promise<string[]> {
  return (await collect(list)).map(({ id }) => id)
}

/** The metadata that the chapters set. */
export const RED = { team: 'red' }
