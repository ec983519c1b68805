/** The body of a response as text, a piece for each read. */
export async function* pieces({ body }: Response): AsyncGenerator<string> {
  for await (const bytes of body ?? []) yield new TextDecoder().decode(bytes)
}
