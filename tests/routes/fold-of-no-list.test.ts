import {
  foldChatCompletion,
  foldImages,
  foldMessages,
  foldResponse,
  foldRun,
  foldRunSteps,
  foldSpeech,
  foldTranscription,
} from 'msw-openai/routes'
import { expect, it } from 'vitest'

it.each<[(events: never) => unknown, task: string]>([
  [foldChatCompletion, 'fold a chat completion'],
  [foldImages, 'fold images'],
  [foldResponse, 'fold a response'],
  [foldRun, 'fold a run'],
  [foldMessages, 'fold the messages of a run'],
  [foldRunSteps, 'fold the steps of a run'],
  [foldTranscription, 'fold a transcription'],
  [foldSpeech, 'fold a speech'],
])('%o takes a list of events', (fold, task) => {
  for (const wrong of [undefined, null, 5, {}, new ReadableStream()]) {
    // Plain JavaScript may give anything.
    expect(() => fold(wrong as never)).toThrow(
      `Failed to ${task}: expected its events, such as an array`,
    )
  }
})
