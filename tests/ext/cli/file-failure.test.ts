import { expect, it } from 'vitest'
import { readingFailure, writingFailure } from '../../../src/ext/cli/file-failure.js'

const failed = (code: string) => Object.assign(new Error(`${code}: raw words`), { code })

it('says that a user has no permission, and what to do', () => {
  const advice =
    'this user has no permission. Change the permissions of a.sse, or name another path.'

  expect(readingFailure('a.sse', failed('EACCES')).message).toBe(`Failed to read a.sse: ${advice}`)
  expect(writingFailure('a.sse', failed('EPERM')).message).toBe(`Failed to write a.sse: ${advice}`)
})

it('says that a place takes no file', () => {
  expect(writingFailure('a/b.html', failed('EROFS')).message).toBe(
    'Failed to write a/b.html: nothing can be written there. Name another path.',
  )
  expect(writingFailure('b.html', failed('ENOSPC')).message).toContain('the disk is full.')
})

it('has the words of the system for any other failure, and the error as its cause', () => {
  const error = failed('EIO')
  const failure = readingFailure('a.sse', error)

  expect(failure.message).toBe('Failed to read a.sse: EIO: raw words')
  expect(failure.cause).toBe(error)
})

it('says that a name is empty', () => {
  expect(readingFailure('', failed('EISDIR')).message).toBe(
    'Failed to read a file: its name is empty.',
  )
})
