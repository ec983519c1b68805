import type OpenAI from 'openai'
import { toFile } from 'openai'

const file = () => toFile(new Uint8Array([1, 2, 3]), 'speech.wav')
const messages = [{ role: 'user' as const, content: 'Hi' }]

/** Reads every item of a list, over all of its pages. */
async function all<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  return Array.fromAsync(list)
}

/** A call of each method of the SDK, by the name of the method. */
export type Calls = Readonly<Record<string, (client: OpenAI) => PromiseLike<unknown>>>

/** One call of each method of the SDK that is a route of the core. */
export const sdkCalls = {
  'chat.completions.create': ({ chat }) => chat.completions.create({ model: 'gpt-5', messages }),
  'chat.completions.retrieve': ({ chat }) => chat.completions.retrieve('chatcmpl-7'),
  'chat.completions.update': ({ chat }) =>
    chat.completions.update('chatcmpl-7', { metadata: { team: 'red' } }),
  'chat.completions.list': ({ chat }) => all(chat.completions.list({ limit: 2 })),
  'chat.completions.delete': ({ chat }) => chat.completions.delete('chatcmpl-7'),
  'chat.completions.messages.list': ({ chat }) =>
    all(chat.completions.messages.list('chatcmpl-7', { limit: 2 })),
  'completions.create': ({ completions }) =>
    completions.create({ model: 'gpt-3.5-turbo-instruct', prompt: 'Hi' }),
  'responses.create': ({ responses }) => responses.create({ model: 'gpt-5', input: 'Hi' }),
  'responses.retrieve': ({ responses }) => responses.retrieve('resp_7'),
  'responses.delete': ({ responses }) => responses.delete('resp_7'),
  'responses.cancel': ({ responses }) => responses.cancel('resp_7'),
  'responses.compact': ({ responses }) => responses.compact({ model: 'gpt-5', input: 'Hi' }),
  'responses.inputItems.list': ({ responses }) =>
    all(responses.inputItems.list('resp_7', { limit: 2 })),
  'responses.inputTokens.count': ({ responses }) =>
    responses.inputTokens.count({ model: 'gpt-5', input: 'Hi' }),
  'beta.responses.create': ({ beta }) => beta.responses.create({ model: 'gpt-5', input: 'Hi' }),
  'beta.responses.retrieve': ({ beta }) => beta.responses.retrieve('resp_7'),
  'beta.responses.delete': ({ beta }) => beta.responses.delete('resp_7'),
  'beta.responses.cancel': ({ beta }) => beta.responses.cancel('resp_7'),
  'beta.responses.compact': ({ beta }) => beta.responses.compact({ model: 'gpt-5', input: 'Hi' }),
  'beta.responses.inputItems.list': ({ beta }) =>
    all(beta.responses.inputItems.list('resp_7', { limit: 2 })),
  'beta.responses.inputTokens.count': ({ beta }) =>
    beta.responses.inputTokens.count({ model: 'gpt-5', input: 'Hi' }),
  'conversations.create': ({ conversations }) =>
    conversations.create({ metadata: { team: 'red' } }),
  'conversations.retrieve': ({ conversations }) => conversations.retrieve('conv_7'),
  'conversations.update': ({ conversations }) =>
    conversations.update('conv_7', { metadata: { team: 'red' } }),
  'conversations.delete': ({ conversations }) => conversations.delete('conv_7'),
  'conversations.items.create': ({ conversations }) =>
    conversations.items.create('conv_7', { items: [{ role: 'user', content: 'Hi' }] }),
  'conversations.items.retrieve': ({ conversations }) =>
    conversations.items.retrieve('msg_7', { conversation_id: 'conv_7' }),
  'conversations.items.list': ({ conversations }) =>
    all(conversations.items.list('conv_7', { limit: 2 })),
  'conversations.items.delete': ({ conversations }) =>
    conversations.items.delete('msg_7', { conversation_id: 'conv_7' }),
  'embeddings.create': ({ embeddings }) =>
    embeddings.create({ model: 'text-embedding-3-small', input: ['Hi', 'Bye'] }),
  'moderations.create': ({ moderations }) => moderations.create({ input: ['Hi', 'Bye'] }),
  'models.retrieve': ({ models }) => models.retrieve('gpt-5'),
  'models.list': ({ models }) => all(models.list()),
  'models.delete': ({ models }) => models.delete('ft:gpt-4.1:acme::1'),
  'files.create': async ({ files }) => files.create({ file: await file(), purpose: 'user_data' }),
  'files.retrieve': ({ files }) => files.retrieve('file-7'),
  'files.list': ({ files }) => all(files.list({ limit: 2 })),
  'files.delete': ({ files }) => files.delete('file-7'),
  'files.content': ({ files }) => files.content('file-7'),
  'uploads.create': ({ uploads }) =>
    uploads.create({ bytes: 3, filename: 'a.txt', mime_type: 'text/plain', purpose: 'batch' }),
  'uploads.cancel': ({ uploads }) => uploads.cancel('upload_7'),
  'uploads.complete': ({ uploads }) => uploads.complete('upload_7', { part_ids: ['part_1'] }),
  'uploads.parts.create': async ({ uploads }) =>
    uploads.parts.create('upload_7', { data: await file() }),
  'batches.create': ({ batches }) =>
    batches.create({
      completion_window: '24h',
      endpoint: '/v1/chat/completions',
      input_file_id: 'file-7',
    }),
  'batches.retrieve': ({ batches }) => batches.retrieve('batch_7'),
  'batches.list': ({ batches }) => all(batches.list({ limit: 2 })),
  'batches.cancel': ({ batches }) => batches.cancel('batch_7'),
  'images.generate': ({ images }) => images.generate({ model: 'gpt-image-1', prompt: 'A cat' }),
  'images.edit': async ({ images }) =>
    images.edit({ model: 'gpt-image-1', image: await file(), prompt: 'A cat' }),
  'images.createVariation': async ({ images }) => images.createVariation({ image: await file() }),
  'audio.transcriptions.create': async ({ audio }) =>
    audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: await file() }),
  'audio.translations.create': async ({ audio }) =>
    audio.translations.create({ model: 'whisper-1', file: await file() }),
  'audio.speech.create': ({ audio }) =>
    audio.speech.create({ model: 'gpt-4o-mini-tts', input: 'Hi', voice: 'alloy' }),
  'audio.voices.create': async ({ audio }) =>
    audio.voices.create({ audio_sample: await file(), consent: 'cons_7', name: 'Ada' }),
  'audio.voices.delete': ({ audio }) => audio.voices.delete('voice_7'),
  'audio.voiceConsents.create': async ({ audio }) =>
    audio.voiceConsents.create({ recording: await file(), language: 'en-US', name: 'Ada' }),
  'audio.voiceConsents.retrieve': ({ audio }) => audio.voiceConsents.retrieve('cons_7'),
  'audio.voiceConsents.update': ({ audio }) =>
    audio.voiceConsents.update('cons_7', { name: 'Ada' }),
  'audio.voiceConsents.list': ({ audio }) => all(audio.voiceConsents.list({ limit: 2 })),
  'audio.voiceConsents.delete': ({ audio }) => audio.voiceConsents.delete('cons_7'),
  'vectorStores.create': ({ vectorStores }) => vectorStores.create({ name: 'Docs' }),
  'vectorStores.retrieve': ({ vectorStores }) => vectorStores.retrieve('vs_7'),
  'vectorStores.update': ({ vectorStores }) => vectorStores.update('vs_7', { name: 'Docs' }),
  'vectorStores.list': ({ vectorStores }) => all(vectorStores.list({ limit: 2 })),
  'vectorStores.delete': ({ vectorStores }) => vectorStores.delete('vs_7'),
  'vectorStores.search': ({ vectorStores }) =>
    all(vectorStores.search('vs_7', { query: 'weather' })),
  'vectorStores.files.create': ({ vectorStores }) =>
    vectorStores.files.create('vs_7', { file_id: 'file-7' }),
  'vectorStores.files.retrieve': ({ vectorStores }) =>
    vectorStores.files.retrieve('file-7', { vector_store_id: 'vs_7' }),
  'vectorStores.files.update': ({ vectorStores }) =>
    vectorStores.files.update('file-7', { vector_store_id: 'vs_7', attributes: { team: 'red' } }),
  'vectorStores.files.list': ({ vectorStores }) =>
    all(vectorStores.files.list('vs_7', { limit: 2 })),
  'vectorStores.files.delete': ({ vectorStores }) =>
    vectorStores.files.delete('file-7', { vector_store_id: 'vs_7' }),
  'vectorStores.files.content': ({ vectorStores }) =>
    all(vectorStores.files.content('file-7', { vector_store_id: 'vs_7' })),
  'vectorStores.fileBatches.create': ({ vectorStores }) =>
    vectorStores.fileBatches.create('vs_7', { file_ids: ['file-7'] }),
  'vectorStores.fileBatches.retrieve': ({ vectorStores }) =>
    vectorStores.fileBatches.retrieve('vsfb_7', { vector_store_id: 'vs_7' }),
  'vectorStores.fileBatches.cancel': ({ vectorStores }) =>
    vectorStores.fileBatches.cancel('vsfb_7', { vector_store_id: 'vs_7' }),
  'vectorStores.fileBatches.listFiles': ({ vectorStores }) =>
    all(vectorStores.fileBatches.listFiles('vsfb_7', { vector_store_id: 'vs_7', limit: 2 })),
  'containers.create': ({ containers }) => containers.create({ name: 'Box' }),
  'containers.retrieve': ({ containers }) => containers.retrieve('cntr_7'),
  'containers.list': ({ containers }) => all(containers.list({ limit: 2 })),
  'containers.delete': ({ containers }) => containers.delete('cntr_7'),
  'containers.files.create': async ({ containers }) =>
    containers.files.create('cntr_7', { file: await file() }),
  'containers.files.retrieve': ({ containers }) =>
    containers.files.retrieve('cfile_7', { container_id: 'cntr_7' }),
  'containers.files.list': ({ containers }) => all(containers.files.list('cntr_7', { limit: 2 })),
  'containers.files.delete': ({ containers }) =>
    containers.files.delete('cfile_7', { container_id: 'cntr_7' }),
  'containers.files.content.retrieve': ({ containers }) =>
    containers.files.content.retrieve('cfile_7', { container_id: 'cntr_7' }),
  'beta.assistants.create': ({ beta }) => beta.assistants.create({ model: 'gpt-5', name: 'Ada' }),
  'beta.assistants.retrieve': ({ beta }) => beta.assistants.retrieve('asst_7'),
  'beta.assistants.update': ({ beta }) => beta.assistants.update('asst_7', { name: 'Ada' }),
  'beta.assistants.list': ({ beta }) => all(beta.assistants.list({ limit: 2 })),
  'beta.assistants.delete': ({ beta }) => beta.assistants.delete('asst_7'),
  'beta.threads.create': ({ beta }) => beta.threads.create({ metadata: { team: 'red' } }),
  'beta.threads.retrieve': ({ beta }) => beta.threads.retrieve('thread_7'),
  'beta.threads.update': ({ beta }) =>
    beta.threads.update('thread_7', { metadata: { team: 'red' } }),
  'beta.threads.delete': ({ beta }) => beta.threads.delete('thread_7'),
  'beta.threads.createAndRun': ({ beta }) => beta.threads.createAndRun({ assistant_id: 'asst_7' }),
  'beta.threads.runs.create': ({ beta }) =>
    beta.threads.runs.create('thread_7', { assistant_id: 'asst_7' }),
  'beta.threads.runs.retrieve': ({ beta }) =>
    beta.threads.runs.retrieve('run_7', { thread_id: 'thread_7' }),
  'beta.threads.runs.update': ({ beta }) =>
    beta.threads.runs.update('run_7', { thread_id: 'thread_7', metadata: { team: 'red' } }),
  'beta.threads.runs.list': ({ beta }) => all(beta.threads.runs.list('thread_7', { limit: 2 })),
  'beta.threads.runs.cancel': ({ beta }) =>
    beta.threads.runs.cancel('run_7', { thread_id: 'thread_7' }),
  'beta.threads.runs.submitToolOutputs': ({ beta }) =>
    beta.threads.runs.submitToolOutputs('run_7', {
      thread_id: 'thread_7',
      tool_outputs: [{ tool_call_id: 'call_1', output: 'Sunny' }],
    }),
  'beta.threads.runs.steps.retrieve': ({ beta }) =>
    beta.threads.runs.steps.retrieve('step_7', { thread_id: 'thread_7', run_id: 'run_7' }),
  'beta.threads.runs.steps.list': ({ beta }) =>
    all(beta.threads.runs.steps.list('run_7', { thread_id: 'thread_7', limit: 2 })),
  'beta.threads.messages.create': ({ beta }) =>
    beta.threads.messages.create('thread_7', { role: 'user', content: 'Hi' }),
  'beta.threads.messages.retrieve': ({ beta }) =>
    beta.threads.messages.retrieve('msg_7', { thread_id: 'thread_7' }),
  'beta.threads.messages.update': ({ beta }) =>
    beta.threads.messages.update('msg_7', { thread_id: 'thread_7', metadata: { team: 'red' } }),
  'beta.threads.messages.list': ({ beta }) =>
    all(beta.threads.messages.list('thread_7', { limit: 2 })),
  'beta.threads.messages.delete': ({ beta }) =>
    beta.threads.messages.delete('msg_7', { thread_id: 'thread_7' }),
} satisfies Calls
