/** The ways in which a request asks for a stream, in the words of the page about every route. */
export const ASKS = {
  json: '`stream: true` in the JSON',
  format: "`stream_format: 'sse'` in the JSON",
  form: '`stream=true` in the form',
  query: '`stream=true` in the query',
}

/** One route that streams. */
interface Streams {
  /** The name of the type of the events, as the SDK exports it. */
  readonly events: string
  /** The way in which a request asks for the stream. */
  readonly asks: keyof typeof ASKS
}

/** Every route that streams. The SDK has no type of the events of a speech; this package has one. */
export const STREAMS = {
  'chat.completions.create': { events: 'ChatCompletionChunk', asks: 'json' },
  'completions.create': { events: 'Completion', asks: 'json' },
  'responses.create': { events: 'ResponseStreamEvent', asks: 'json' },
  'responses.retrieve': { events: 'ResponseStreamEvent', asks: 'query' },
  'images.generate': { events: 'ImageGenStreamEvent', asks: 'json' },
  'images.edit': { events: 'ImageEditStreamEvent', asks: 'form' },
  'audio.transcriptions.create': { events: 'TranscriptionStreamEvent', asks: 'form' },
  'audio.speech.create': { events: 'SpeechStreamEvent', asks: 'format' },
  'beta.threads.createAndRun': { events: 'AssistantStreamEvent', asks: 'json' },
  'beta.threads.runs.create': { events: 'AssistantStreamEvent', asks: 'json' },
  'beta.threads.runs.submitToolOutputs': { events: 'AssistantStreamEvent', asks: 'json' },
  'beta.responses.create': { events: 'BetaResponseStreamEvent', asks: 'json' },
  'beta.responses.retrieve': { events: 'BetaResponseStreamEvent', asks: 'query' },
} as const satisfies Readonly<Record<string, Streams>>

/** Finds the entry of a route; undefined for a route that never streams. */
export function streamsOf(name: string): Streams | undefined {
  const streams: Readonly<Record<string, Streams>> = STREAMS
  return streams[name]
}
