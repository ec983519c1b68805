export { type BackendOptions } from './backend/backend-options.js'
export { createBackend, type Backend, type RouteTree } from './backend/create-backend.js'
export { type FailureOptions } from './backend/failures.js'
export {
  type ModelAnswer,
  type ModelAnswerFunction,
  type ModelEvent,
} from './backend/model/model.js'
export { type FlaggedText, type ModerationCategory } from './backend/retrieval/flagged-texts.js'
export { type ChildCollections } from './backend/store/children.js'
export { type ResourceCollection } from './backend/store/collection.js'
export { type FileCollection } from './backend/store/content-collection.js'
export { type BatchFile } from './backend/store/kinds.js'
export { type Store } from './backend/store/store.js'
