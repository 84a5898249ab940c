import { createInterface } from 'node:readline/promises'

/** Whether somebody is there to answer, and nothing but the question would be mixed into what another program reads. */
export function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}

/** The answer to a question on the terminal. */
export async function ask(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await prompt.question(question)
  } finally {
    prompt.close()
  }
}
