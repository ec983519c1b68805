import { chat } from 'msw-openai'
import { serve } from 'msw-openai/node'
import http from 'node:http'
import { chunks, words } from './events.ts'
import { Ready } from './ready.ts'
import { serveAtOnce } from './hand-written-server.ts'
const mode = process.argv[2]!, n = Number(process.argv[3]), streams = Number(process.argv[4])
const route = mode === 'text' ? chat.completions.create(words(n - 2).join('')) : chat.completions.create(new Ready(chunks(n)))
const s = mode === 'none' ? await serveAtOnce(chunks(n)) : await serve([route])
const agent = new http.Agent({ keepAlive: true })
const ask = () => new Promise<void>((resolve) => {
  const r = http.request(s.baseURL + '/chat/completions', { method: 'POST', agent, headers: {'content-type': 'application/json'} }, (res) => { res.on('data', () => {}); res.on('end', () => resolve()) })
  r.end(JSON.stringify({ model: 'gpt-5', messages: [{role:'user',content:'Hello?'}], stream: true }))
})
for (let i = 0; i < Math.max(5, streams / 10); i++) await ask()
const t = process.cpuUsage()
for (let i = 0; i < streams; i++) { await ask(); route.forget() }
const u = process.cpuUsage(t)
console.log(mode, n, streams, ((u.user + u.system) / streams).toFixed(0), 'us CPU a request', ((u.user + u.system) / streams / n).toFixed(2), 'us/event')
process.exit(0)
