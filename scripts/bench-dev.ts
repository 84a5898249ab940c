import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'

/** Milliseconds after each of some saves of a digest, a few seconds apart, until the development server gives the page with what was saved. `change`: the digest with other words. */
export async function benchDev(
  script: string,
  {
    cwd,
    env,
    file,
    path,
    saves,
    change,
  }: { cwd: string; env: NodeJS.ProcessEnv; file: string; path: string; saves: number; change: (words: string) => string },
): Promise<number[]> {
  const server = spawn(process.execPath, [script, '--port', '0'], { cwd, env: { ...process.env, ...env } })
  try {
    const base = await new Promise<string>((resolve, reject) => {
      let said = ''
      server.on('exit', () => reject(new Error(said)))
      server.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        const [, address] = /^dev: (http:\/\/127\.0\.0\.1:\d+)\//m.exec(said) ?? []
        if (address) resolve(address)
      })
    })
    const page = async (): Promise<string> => (await fetch(`${base}${path}`)).text()
    await page()
    const shown: number[] = []
    for (let save = 0; save < saves; save++) {
      // A person saves, and reads.
      await setTimeout(3000)
      const words = `saved${save}${process.pid}`
      const started = performance.now()
      await writeFile(file, change(words))
      while (!(await page()).includes(words)) continue
      shown.push(performance.now() - started)
    }
    return shown
  } finally {
    server.kill('SIGKILL')
  }
}
