import OpenAI from 'openai'

/** Passes an answer on to its own client, as a route handler of Next.js: `app/chat/route.ts`. */
export async function POST(request: Request): Promise<Response> {
  const openai = new OpenAI({ apiKey: 'test' })
  const answer = await openai.chat.completions
    .create(
      { model: 'gpt-5', messages: await request.json(), stream: true },
      { signal: request.signal },
    )
    .asResponse()

  return new Response(answer.body, { headers: { 'content-type': 'text/event-stream' } })
}
