/**
 * Runs every benchmark, each in a process of its own, so that none finds code or a heap that
 * another has shaped. `npm run bench -- msw node` runs some of them.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { printHead } from './report.ts'

const ALL = ['encoding', 'msw', 'node', 'growth', 'pacing', 'memory', 'disconnecting']
const chosen = process.argv.slice(2)

printHead()
for (const name of chosen.length > 0 ? chosen : ALL) {
  const file = join(import.meta.dirname, `${name}.ts`)
  spawnSync(process.execPath, [...process.execArgv, file], { stdio: 'inherit' })
}
