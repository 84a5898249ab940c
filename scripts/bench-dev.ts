import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import settings from '../package.json' with { type: 'json' }

const DEV = settings.scripts.dev

/**
 * Milliseconds after each of some saves of a digest, a few seconds apart, until the development server gives its page with what was saved, and,
 * after as many others, until the workbench has been told and has given itself and every pane. `change`: the digest with other words.
 */
export async function benchDev({
  cwd,
  env,
  file,
  id,
  variant,
  saves,
  change,
}: {
  cwd: string
  env: NodeJS.ProcessEnv
  file: string
  id: string
  variant: string
  saves: number
  change: (words: string) => string
}): Promise<{ page: number[]; workbench: number[] }> {
  // As npm runs it, without npm.
  const server = spawn(process.execPath, [...DEV.split(' ').slice(1), '--port', '0'], { cwd, env: { ...process.env, ...env } })
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
    const get = async (path: string): Promise<string> => (await fetch(`${base}${path}`)).text()
    const bench = `/preview/${id}/`
    const panes = [`/${id}/?preview`, ...['page', 'mail', 'text'].map((part) => `${bench}${variant}/${part}/`)]
    const page = async (words: string): Promise<void> => {
      while (!(await get(`/${id}/`)).includes(words)) continue
    }
    const events = (await fetch(`${base}/preview/~saved/`)).body?.getReader()
    await events?.read()
    const workbench = async (words: string): Promise<void> => {
      await events?.read()
      await get(bench)
      const shown = await Promise.all(panes.map(get))
      if (!shown.every((text) => text.includes(words))) throw new Error('a pane does not show what was saved')
    }
    await Promise.all([`/${id}/`, bench, ...panes].map(get))
    const measure = async (show: (words: string) => Promise<void>, save: number): Promise<number> => {
      // A person saves, and reads.
      await setTimeout(3000)
      const words = `saved${save}${process.pid}`
      const started = performance.now()
      await writeFile(file, change(words))
      await show(words)
      return performance.now() - started
    }
    const measured: { page: number[]; workbench: number[] } = { page: [], workbench: [] }
    for (let save = 0; save < saves; save++) measured.workbench.push(await measure(workbench, save))
    for (let save = saves; save < 2 * saves; save++) measured.page.push(await measure(page, save))
    return measured
  } finally {
    server.kill('SIGKILL')
  }
}
