import { expect } from 'vitest'

const allowed = new Map<string | undefined, Set<string>>()

/** The rules that a script of a few chunks breaks: it has no role and no end. */
export const ABRIDGED = ['chat/role-first', 'chat/finish-missing'] as const

/** Lets the scripts of a test file break rules, by the ids of the rules: these scripts are so on purpose. */
export function allowFindings(...rules: readonly string[]): void {
  const { testPath } = expect.getState()
  allowed.set(testPath, new Set([...(allowed.get(testPath) ?? []), ...rules]))
}

/** Returns true for a rule that the running test file may break. */
export function isAllowed(rule: string): boolean {
  return allowed.get(expect.getState().testPath)?.has(rule) ?? false
}
