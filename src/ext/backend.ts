export * from './backend/index.js'
export { mockOpenAI, type MockedOpenAI } from './backend/mock-openai.js'
