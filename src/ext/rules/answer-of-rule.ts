import type { ChatCompletion } from 'openai/resources/chat/completions'
import type { Stage } from '../../streaming/index.js'
import { deliver, type DeliveryOptions } from '../../routes/answers/deliver.js'
import type { Delivered } from '../../routes/answers/answer.js'
import { Unfolded } from '../../routes/answers/script-of.js'
import { reply } from '../../routes/answers/reply.js'
import { apiError, type ApiError } from '../../routes/api-error.js'
import type { Call } from '../../routes/call.js'
import { completeChatCompletion } from '../../routes/chat-completions/complete.js'
import { unfoldChatCompletion } from '../../routes/chat-completions/unfold.js'
import { defined, isRecord, type Partially } from '../../routes/protocol/defaults.js'
import { asksForStream } from '../../routes/request/asks-for-stream.js'
import type { ChosenRule } from './choose-rule.js'
import { listedEvents, recordedEvents, type RecordedEvent } from './recorded-events.js'
import { asRecorded, RecordedScript } from './recorded-script.js'
import { replyOfCompletion } from './reply-of-completion.js'
import type { Rule, RuleAnswer, RuleMessage } from './rule.js'

/** Makes the answer of a rule to a call, with its stages, its status and its headers. */
export function answerOfRule({ rule, message }: ChosenRule, call: Call): Delivered {
  const { answer, by } = rule
  if (!answer) return spoken(rule, { ...wordsOf(message), by })
  switch (answer.type) {
    case 'reply':
      return spoken(rule, { by, ...answer.reply })
    case 'error':
      return failed(rule, errorOf(answer))
    case 'completion':
      return completed(rule, answer.completion, call)
    case 'events':
      return played(rule, listedEvents(answer.events, call.endpoint))
    case 'recording': {
      const { events, rest } = recordedEvents(answer.bytes, call.endpoint)
      return played(rule, events, rest)
    }
  }
}

function spoken(rule: Rule, fields: Parameters<typeof reply>[0]): Delivered {
  return deliver(reply(defined(fields)), deliveryOf(rule))
}

/** Gives the words and the calls of a message of the assistant. */
function wordsOf(message: RuleMessage | undefined) {
  return { text: message?.content, toolCalls: message?.toolCalls }
}

/** Delivers an error, which no stage of a stream concerns. */
function failed(rule: Rule, error: ApiError): Delivered {
  const through = rule.through.filter(({ beforeHeaders }) => beforeHeaders)
  return deliver(error, { ...deliveryOf(rule), through })
}

function errorOf({
  status,
  message,
  code,
  retryAfterMs,
}: Extract<RuleAnswer, { type: 'error' }>): ApiError {
  const headers =
    retryAfterMs === undefined
      ? {}
      : {
          'retry-after': String(Math.ceil(retryAfterMs / 1000)),
          'retry-after-ms': String(retryAfterMs),
        }
  return apiError(status, defined({ message, code }), { headers })
}

/** Answers a chat with the completion itself, and any other endpoint with its words. */
function completed(rule: Rule, completion: object, call: Call): Delivered {
  if (call.endpoint !== 'chat.completions.create') {
    return spoken(rule, { by: rule.by, ...replyOfCompletion(completion) })
  }
  const { body } = call
  // Without a stream, the chunks are folded to the same completion, whose usage is in the last one.
  const stream_options = { include_usage: true, include_obfuscation: false }
  const request = asksForStream(call) && isRecord(body) ? { body } : { body: { stream_options } }
  // The endpoint checks the fields.
  const whole = completeChatCompletion(completion as Partially<ChatCompletion>, {
    body: { model: call.model },
  })
  const events = [...unfoldChatCompletion(whole, { ...request, by: rule.by })]
  // The call is one of the endpoint of these chunks.
  return deliver(new Unfolded(events as never[]), deliveryOf(rule))
}

function played(rule: Rule, events: readonly RecordedEvent[], rest?: Uint8Array): Delivered {
  return deliver(new RecordedScript(events), deliveryOf(rule, asRecorded(events, rest)))
}

/** @param first The stage in front of those of the rule. */
function deliveryOf(
  { through, status, headers }: Rule,
  ...first: readonly Stage[]
): DeliveryOptions {
  return defined({ through: [...first, ...through], status, headers })
}
