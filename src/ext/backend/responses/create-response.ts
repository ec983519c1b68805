import type { ResponseCreateParams } from 'openai/resources/responses/responses'
import type { Script } from '../../../streaming/index.js'
import { copyRequest } from '../../../routes/copy-request.js'
import type { Answer } from '../../../routes/answers/answer.js'
import { deliveredBy } from '../../../routes/answers/deliver.js'
import type { RecordedCall } from '../../../routes/call.js'
import { Unfolded } from '../../../streaming/internal.js'
import type { SimpleBy } from '../../../routes/protocol/cut-text.js'
import { asksForStream } from '../../../routes/request/asks-for-stream.js'
import { completeResponse } from '../../../routes/responses/complete.js'
import type {
  ResponseEvent,
  WireResponse,
} from '../../../routes/responses/response-event-schema.js'
import { unfoldResponse } from '../../../routes/responses/unfold.js'
import type { BackendContext } from '../context.js'
import { failureOf } from '../model/failure-of.js'
import { scriptIn, valueOf } from '../model/given-answer.js'
import type { ModelChoice } from '../model/model.js'
import { ownResponseEvents } from './own-response-events.js'
import { responseOfReply } from './reply-response.js'
import { ResponsePlay } from './response-play.js'
import { ResponseRecord } from './response-record.js'
import { searchedRequest } from './searched-request.js'
import { assertCallsHaveOutputs, readRequest, type ContinuedRequest } from './continued-request.js'

type CreateCall = RecordedCall<ResponseEvent, ResponseCreateParams>
type CreateAnswer = Answer<ResponseEvent, ResponseCreateParams, WireResponse>

/** A response that is to be made: its call, its request, and the fields that the backend gives it. */
interface Creation {
  readonly call: CreateCall
  readonly request: ContinuedRequest
  readonly own: Partial<WireResponse>
  readonly record: ResponseRecord
}

/** Makes the behaviour that creates a response. */
export function creatingResponses(context: BackendContext) {
  return async (call: CreateCall): Promise<CreateAnswer> => {
    const asked = readRequest(context, call.body)
    assertCallsHaveOutputs(asked, call.body)
    const request = searchedRequest(context, asked, call.body)
    const { final, delivery } = await context.model.answer(call, request.modelRequest)
    return deliveredBy(answerOf(final, beginningOf(context, call, request)), delivery)
  }
}

/** Numbers a response. One in the background is always stored, since its client asks for it later. */
function beginningOf(
  { store, numbering }: BackendContext,
  call: CreateCall,
  request: ContinuedRequest,
): Creation {
  const { background, previous_response_id, store: isKept } = call.body
  const { conversation } = request.earlier
  const own = {
    id: store.responses.newId(),
    created_at: numbering.nextTime(),
    background: background === true,
    previous_response_id: previous_response_id ?? null,
    ...(conversation !== undefined && { conversation: { id: conversation } }),
  }
  const isStored = own.background || isKept !== false
  return { call, request, own, record: new ResponseRecord(store, request, { isStored }) }
}

/** Answers with the choice of the model. */
function answerOf(final: ModelChoice<ResponseEvent>['final'], creation: Creation): CreateAnswer {
  const { call, request, own } = creation
  if (final.type === 'reply')
    return answerOfResponse(
      responseOfReply(final.reply, request, own, call),
      creation,
      final.reply.by,
    )

  // A response in the background is created, and fails later.
  if (final.type === 'error' && own.background) {
    const error = failureOf(final.error, call)
    return answerOfResponse(completeResponse({ ...own, status: 'failed', error }, call), creation)
  }
  const script = scriptIn(final, call)
  return script ? answerOfScript(script, creation) : valueOf(final)
}

/** Answers with a whole response, or with its stream. */
function answerOfResponse(response: WireResponse, creation: Creation, by?: SimpleBy): CreateAnswer {
  const { call, record } = creation
  if (response.background || asksForStream(call)) {
    const script = new Unfolded([...unfoldResponse(response, { ...copyRequest(call), by })])
    return answerOfPlay(
      new ResponsePlay({ script, record, change: (event) => event, isUnfolded: true }),
      creation,
    )
  }
  record.keep(response)
  return response
}

/** Answers with the play of a script of the test. */
function answerOfScript(script: Script<ResponseEvent>, creation: Creation): CreateAnswer {
  const { own, record, request } = creation
  const change = ownResponseEvents(own, request.nextId)
  return answerOfPlay(new ResponsePlay({ script, record, change, isUnfolded: false }), creation)
}

/** Answers with the stream of a play, or with a response that has just been queued. */
function answerOfPlay(play: ResponsePlay, { call, own, record }: Creation): CreateAnswer {
  if (!own.background) {
    void call.settled.then((outcome) => outcome === 'aborted' && play.cancel())
    return play.script()
  }
  play.begin(completeResponse({ ...own, status: 'queued' }, call))
  return asksForStream(call) ? play.script() : (record.response ?? {})
}
