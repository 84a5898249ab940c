import { describe, expect, test } from 'vitest'
import { run, runHere, stream } from '../src/process.ts'

const node = (code: string, options = {}): Promise<string> => run(process.execPath, ['-e', code], options)

describe('run()', () => {
  test('gives the whole output, hands on input and variables, and no variable of git', async () => {
    process.env['GIT_DIR'] = '/elsewhere'
    try {
      expect(await node('process.stdin.pipe(process.stdout)', { input: ['one ', 'two'] })).toBe('one two')
      expect(await node('console.log([process.env.A, process.env.GIT_DIR, process.env.LC_ALL].join())', { env: { A: 'a' } })).toBe('a,,C.UTF-8\n')
      expect((await node('process.stdout.write("x".repeat(3_000_000))')).length).toBe(3_000_000)
    } finally {
      delete process.env['GIT_DIR']
    }
  })
  test('says how a program ended and what it said', async () => {
    await expect(node('console.error("no such thing"); process.exit(3)')).rejects.toMatchObject({
      name: 'ProgramError',
      stderr: 'no such thing',
      message: expect.stringContaining('ended with 3'),
    })
    await expect(run('/nowhere/program', [])).rejects.toMatchObject({ name: 'Problem', message: expect.stringContaining('/nowhere/program') })
  })
  test('no shell reads the arguments', async () => {
    expect(await run(process.execPath, ['-p', 'process.argv[1]', '$(echo x); `echo y` && "z"'])).toBe('$(echo x); `echo y` && "z"\n')
  })
})

test('stream() ends the program when its reader stops', async () => {
  let first = ''
  for await (const chunk of stream(process.execPath, ['-e', 'setInterval(() => console.log("tick"), 5)'])) {
    first = chunk.toString()
    break
  }
  expect(first).toContain('tick')
})

test('runHere() gives the status', async () => {
  expect(await runHere(process.execPath, ['-e', 'process.exit(3)'])).toBe(3)
})
