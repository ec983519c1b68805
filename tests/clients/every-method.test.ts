import { createBackend } from 'msw-openai/backend'
import { expect, it } from 'vitest'
import { differencesOf } from '../core/answered.js'
import { isReviewed } from '../core/reviewed.js'
import { routeFactories } from '../core/route-tree.js'
import { STREAMS } from '../core/streams.js'
import * as assistants from './chapters/assistants.js'
import { hasMethod, type Chapter } from './chapters/chapter.js'
import * as chat from './chapters/chat.js'
import * as files from './chapters/files.js'
import * as media from './chapters/media.js'
import * as responses from './chapters/responses.js'
import * as retrieval from './chapters/retrieval.js'
import { recordAnswers, type RecordedAnswer } from './record-answers.js'
import { createClient } from './support.js'
import { transports } from './transports.js'

/** A whole story: each chapter goes on with what the earlier ones have made. */
const STORY: readonly Chapter[] = [
  files.modelsChapter,
  files.filesChapter,
  files.uploadsChapter,
  files.batchesChapter,
  files.containersChapter,
  chat.chatChapter,
  chat.completionsChapter,
  chat.textsChapter,
  responses.responsesChapter,
  responses.betaResponsesChapter,
  responses.conversationsChapter,
  media.imagesChapter,
  media.audioChapter,
  media.voicesChapter,
  retrieval.vectorStoresChapter,
  retrieval.retrievalChapter,
  assistants.assistantsChapter,
  assistants.threadsChapter,
  assistants.runsChapter,
  assistants.runStreamsChapter,
]

const endpoints = new Map(routeFactories().map(([name, { endpoint }]) => [name, endpoint]))

it.each(transports)('answers every method of the SDK as described, on %s', async (_, reach) => {
  const openai = createBackend()
  const { fetch: send = globalThis.fetch, baseURL } = await reach(...openai.handlers)
  const answers: RecordedAnswer[] = []
  const client = createClient({ baseURL, fetch: recordAnswers(openai, send, answers) })

  for (const chapter of STORY) await chapter(client)

  const methods = [...endpoints.keys()].filter((name) => hasMethod(client, name))
  expect(namesOf(answers)).toEqual(new Set(methods))
  expect(namesOf(answers.filter(({ isStream }) => isStream))).toEqual(new Set(Object.keys(STREAMS)))
  expect(answers.flatMap(wrongIn)).toEqual([])
})

function namesOf(answers: readonly RecordedAnswer[]): Set<string> {
  return new Set(answers.map(({ endpoint }) => endpoint))
}

/** Lists the differences between an answer and the published description, but for those that are right. */
function wrongIn({ endpoint: name, body }: RecordedAnswer): string[] {
  const endpoint = endpoints.get(name)
  if (!endpoint || body === undefined) return []
  return differencesOf(endpoint, [body])
    .filter((difference) => !isReviewed(name, difference))
    .map((difference) => `${name}: ${difference}`)
}
