export { embeddingBehaviours } from './embedding-behaviours.js'
export { moderationBehaviours } from './moderation-behaviours.js'
export { vectorStoreBehaviours } from './vector-store-behaviours.js'
