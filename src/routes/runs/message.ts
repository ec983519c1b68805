import { z } from 'zod'
import { index, oneOfTypes, timestamp } from '../protocol/schema.js'
import { metadata } from './run.js'

const file = z.looseObject({ file_id: z.string() })
const cited = { text: z.string(), start_index: index, end_index: index }
const citedDelta = {
  index,
  text: z.string().optional(),
  start_index: index.optional(),
  end_index: index.optional(),
}

const content = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('text'),
    text: z.looseObject({
      value: z.string(),
      annotations: z.array(
        oneOfTypes({
          file_citation: { ...cited, file_citation: file },
          file_path: { ...cited, file_path: file },
        }),
      ),
    }),
  }),
  z.looseObject({
    type: z.literal('image_file'),
    image_file: z.looseObject({ file_id: z.string() }),
  }),
  z.looseObject({ type: z.literal('image_url'), image_url: z.looseObject({ url: z.string() }) }),
  z.looseObject({ type: z.literal('refusal'), refusal: z.string() }),
])

/** A message, as its events carry it. */
export const message = z.looseObject({
  id: z.string(),
  object: z.literal('thread.message'),
  created_at: timestamp,
  assistant_id: z.string().nullable(),
  thread_id: z.string(),
  run_id: z.string().nullable(),
  status: z.enum(['in_progress', 'incomplete', 'completed']),
  incomplete_details: z.looseObject({ reason: z.string() }).nullable(),
  incomplete_at: timestamp.nullable(),
  completed_at: timestamp.nullable(),
  role: z.enum(['user', 'assistant']),
  content: z.array(content),
  metadata,
  // Recordings of 2024 have none.
  attachments: z.array(z.looseObject({})).nullish(),
})

const contentDelta = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('text'),
    index,
    text: z
      .looseObject({
        value: z.string().optional(),
        annotations: z
          .array(oneOfTypes({ file_citation: citedDelta, file_path: citedDelta }))
          .optional(),
      })
      .optional(),
  }),
  z.looseObject({
    type: z.literal('image_file'),
    index,
    image_file: z.looseObject({ file_id: z.string().optional() }).optional(),
  }),
  z.looseObject({
    type: z.literal('image_url'),
    index,
    image_url: z.looseObject({ url: z.string().optional() }).optional(),
  }),
  z.looseObject({ type: z.literal('refusal'), index, refusal: z.string().optional() }),
])

/** What is new in a message. */
export const messageDelta = z.looseObject({
  id: z.string(),
  object: z.literal('thread.message.delta'),
  delta: z.looseObject({
    role: z.enum(['user', 'assistant']).optional(),
    content: z.array(contentDelta).optional(),
  }),
})
