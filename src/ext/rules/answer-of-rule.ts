import type { Stage } from '../../streaming/index.js'
import { deliver, type DeliveryOptions } from '../../routes/answers/deliver.js'
import type { Delivered } from '../../routes/answers/answer.js'
import { reply } from '../../routes/answers/reply.js'
import { apiError, type ApiError } from '../../routes/api-error.js'
import type { Call } from '../../routes/call.js'
import { chatCompletions } from '../../routes/chat-completions/endpoint.js'
import { retryAfter } from '../../routes/common-errors.js'
import { defined } from '../../routes/protocol/defaults.js'
import type { ChosenRule } from './choose-rule.js'
import { listedEvents, recordedEvents, type RecordedEvent } from './recorded-events.js'
import { asRecorded, RecordedScript } from './recorded-script.js'
import { replyOfCompletion } from './reply-of-completion.js'
import type { Rule, RuleAnswer, RuleMessage } from './rule.js'
import { scriptOfCompletion } from './script-of-completion.js'

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

function errorOf(error: Extract<RuleAnswer, { type: 'error' }>): ApiError {
  const { status, message, code, retryAfterMs } = error
  const headers = retryAfterMs === undefined ? {} : retryAfter(retryAfterMs)
  return apiError(status, defined({ message, code }), { headers })
}

/** Answers the endpoint of chat completions with the completion itself, and any other with its words. */
function completed(rule: Rule, completion: object, call: Call): Delivered {
  if (call.endpoint !== chatCompletions.name) {
    return spoken(rule, { by: rule.by, ...replyOfCompletion(completion) })
  }
  return deliver(scriptOfCompletion(completion, call, rule.by), deliveryOf(rule))
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
