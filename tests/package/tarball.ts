import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** The repository. */
export const root = join(import.meta.dirname, '../..')

/** The name of the packed package. */
export const TARBALL = 'msw-openai-0.1.0.tgz'
/** The folders that are no part of the package. */
const ELSEWHERE = ['.git', 'bench', 'dist', 'node_modules', 'tests']
/** The packages that users install beside this one. */
const DEPENDENCIES = [
  '@testing-library',
  '@types',
  'esbuild',
  'jest',
  'jest-fixed-jsdom',
  'msw',
  'openai',
  'react',
  'react-dom',
  'typescript',
  'vite',
  'vitest',
  'yaml',
  'zod',
]

/** Pack the package as npm publishes it, and unpack it into the folder `package` of `scratch`. */
export function packTarball(scratch: string): void {
  unpack(copyRepository(scratch), scratch)
}

/** The same without the types, which take most of the time. */
export function packTarballWithoutTypes(scratch: string): void {
  const source = copyRepository(scratch)
  npm(['run', 'build', '--', '--no-dts'], source)
  unpack(source, scratch, ['--ignore-scripts'])
}

/** A project that has the packed package, and what its users install beside it. */
export function createProject(
  scratch: string,
  { name, ...manifest }: { name: string; type?: string },
  aliases: Record<string, string> = {},
): string {
  const project = join(scratch, name)
  const modules = join(project, 'node_modules')
  mkdirSync(modules, { recursive: true })
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name, private: true, ...manifest }))
  cpSync(join(scratch, 'package'), join(modules, 'msw-openai'), { recursive: true })
  for (const dependency of DEPENDENCIES) {
    symlinkSync(
      join(root, 'node_modules', aliases[dependency] ?? dependency),
      join(modules, dependency),
    )
  }
  return project
}

/** A build empties `dist`, so each has one of its own: tests pack at once. */
function copyRepository(scratch: string): string {
  const source = join(scratch, 'source')
  const filter = (path: string) => !ELSEWHERE.includes(relative(root, path))
  cpSync(root, source, { recursive: true, filter })
  symlinkSync(join(root, 'node_modules'), join(source, 'node_modules'))
  return source
}

function unpack(source: string, scratch: string, options: readonly string[] = []): void {
  npm(['pack', '--pack-destination', scratch, ...options], source)
  execFileSync('tar', ['-xzf', join(scratch, TARBALL), '-C', scratch])
}

/** Runs the npm of this machine. */
export function npm(args: readonly string[], cwd: string): void {
  execFileSync('npm', args, { cwd, stdio: 'ignore' })
}
