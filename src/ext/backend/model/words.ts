/** Adjectives that fit any noun, each after `a`. */
export const ADJECTIVES = [
  'brief',
  'calm',
  'clear',
  'fresh',
  'friendly',
  'gentle',
  'good',
  'light',
  'modest',
  'neat',
  'plain',
  'quick',
  'short',
  'simple',
  'small',
  'tidy',
] as const

/** Nouns for an answer, each after `a`. */
export const NOUNS = [
  'comment',
  'draft',
  'answer',
  'guess',
  'hint',
  'line',
  'note',
  'pointer',
  'reaction',
  'remark',
  'reply',
  'sketch',
  'start',
  'summary',
  'thought',
  'view',
] as const
