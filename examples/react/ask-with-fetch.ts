/** Streams an answer with `fetch`, and a reader of its own. */
export async function* askWithFetch(content: string, signal: AbortSignal): AsyncGenerator<string> {
  const response = await fetch('https://api.openai.com/v1/chat/completions', {
    method: 'POST',
    headers: { authorization: 'Bearer test', 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-5', messages: [{ role: 'user', content }], stream: true }),
    signal,
  })
  if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`)

  for await (const data of readData(response.body)) {
    if (data === '[DONE]') return
    const { choices, error } = JSON.parse(data)
    if (error) throw new Error(error.message)
    const text = choices[0]?.delta.content
    if (text) yield text
  }
}

/** Reads the data of each event. One read may hold a part of an event, or several events. */
async function* readData(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let buffer = ''
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const records = (buffer + text).split('\n\n')
    buffer = records.pop() ?? ''
    for (const record of records) {
      if (record.startsWith('data: ')) yield record.slice('data: '.length)
    }
  }
}
