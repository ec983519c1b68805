import { chat } from '/work/main/dist/index.js'
import { serve } from '/work/main/dist/node.js'
import http from 'node:http'
import { chunks, words } from '/work/main/bench/events.ts'
import { Ready } from '/work/main/bench/ready.ts'
const mode = process.argv[2]!,
  n = Number(process.argv[3]),
  streams = Number(process.argv[4])
const route =
  mode === 'text'
    ? chat.completions.create(words(n - 2).join(''), { record: 'all' })
    : chat.completions.create(new Ready(chunks(n)))
const s = await serve([route])
const agent = new http.Agent({ keepAlive: true })
const ask = () =>
  new Promise<void>((resolve) => {
    const r = http.request(
      s.baseURL + '/chat/completions',
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (res) => {
        res.on('data', () => {})
        res.on('end', () => resolve())
      },
    )
    r.end(
      JSON.stringify({
        model: 'gpt-5',
        messages: [{ role: 'user', content: 'Hello?' }],
        stream: true,
      }),
    )
  })
for (let i = 0; i < 5; i++) await ask()
const t = performance.now()
for (let i = 0; i < streams; i++) {
  await ask()
  route.forget()
}
console.log(
  mode,
  n,
  streams,
  (performance.now() - t).toFixed(0) + 'ms',
  (((performance.now() - t) * 1000) / n / streams).toFixed(2) + 'us/event',
)
process.exit(0)
