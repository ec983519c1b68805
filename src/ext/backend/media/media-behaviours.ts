import type { Api } from '../../../routes/api.js'
import { uploadedIn } from '../../../routes/resources/uploaded-file.js'
import type { BehavioursOf } from '../behaviour.js'

/** Makes the behaviours of images: pictures in one grey, as many as a request asks for. */
export function imageBehaviours(): BehavioursOf<Api['images']> {
  return { generate: () => ({}), edit: () => ({}), createVariation: () => ({}) }
}

/** Makes the behaviours of speech: a text that names its file, and a silence as long as its text. */
export function speechBehaviours(): BehavioursOf<
  Pick<Api['audio'], 'transcriptions' | 'translations' | 'speech'>
> {
  return {
    transcriptions: { create: ({ body }) => heardIn(body) },
    translations: { create: ({ body }) => heardIn(body) },
    speech: { create: () => ({}) },
  }
}

/** Gives the text of an audio: the same for the same name and size of the file. */
function heardIn(body: unknown): string {
  const { filename = 'the recording', bytes = 0 } = uploadedIn(body)
  return `These are the words of ${filename}, a recording of ${bytes} bytes.`
}
