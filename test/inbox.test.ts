import { type ChildProcess, spawn } from 'node:child_process'
import { get } from 'node:http'
import { join } from 'node:path'
import { Resend } from 'resend'
import { expect, onTestFinished, test } from 'vitest'
import { openInbox } from '../scripts/open-inbox.ts'
import { legible, ROOT, scratch, SITE } from './scratch.ts'
import { listen } from './servers/listen.ts'

/** Starts the inbox on a port of its own; gives what it said, once that names its address. */
async function start(folder: string): Promise<{ said: string; inbox: ChildProcess; ended: Promise<unknown[]> }> {
  const inbox = spawn(process.execPath, [join(ROOT, 'scripts/inbox.ts'), '--port', '0'], {
    cwd: ROOT,
    env: { ...process.env, DIGEST_CONTENT: folder, PORTLESS_URL: 'https://inbox.localhost' },
  })
  onTestFinished(() => {
    inbox.kill('SIGKILL')
  })
  const ended = new Promise<unknown[]>((resolve) => inbox.on('close', (...how) => resolve(how)))
  const said = await new Promise<string>((resolve, reject) => {
    let text = ''
    inbox.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (/BASE_URL=.*\n/.test(text)) resolve(text)
    })
    void ended.then(() => reject(new Error(text)))
  })
  return { said, inbox, ended }
}

test('npm run inbox takes what the SDK sends with what it says to set, shows it, and ends with Ctrl-C', async () => {
  const { said, inbox, ended } = await start(scratch({ 'site.yaml': SITE }))
  const [, page = '', key = '', url = ''] =
    /^inbox: (http:\/\/127\.0\.0\.1:\d+\/inbox); .*\n {2}export RESEND_API_KEY=(\S+)\n {2}export RESEND_BASE_URL=(\S+)\n$/.exec(said) ?? []
  const resend = new Resend(key, { baseUrl: url })
  expect(await (await fetch(page)).text()).toContain('No emails sent yet')
  const mail = {
    from: 'Ada Example <digest@mail.example.org>',
    to: 'jo@acme.example',
    subject: 'Quarter & more',
    html: '<p>Hello</p>',
    text: 'Hello',
  }
  const { data } = await resend.emails.send(mail)
  const shown = await (await fetch(page)).text()
  expect(shown).toContain('Quarter &amp; more')
  expect(shown).toContain(`href="/inbox/${data?.id}"`)
  expect(await (await fetch(`${page}/${data?.id}`)).text()).toMatch(/<iframe\s+sandbox="(?!.*allow-scripts)[^"]*"\s+srcdoc="[^"]*&lt;p&gt;Hello/)
  expect(await resend.domains.list()).toMatchObject({ data: { data: [{ name: 'mail.example.org', status: 'verified' }] } })
  process.kill(inbox.pid ?? 0, 'SIGINT')
  expect(await ended).toEqual([0, null])
})

test('a page of another site, or one that has taken the name of this machine, reads nothing', async () => {
  const inbox = await openInbox(0, [])
  onTestFinished(inbox.close)
  const { port } = new URL(inbox.url)
  /** The status of an answer; undefined where none comes. */
  const ask = (path: string, headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve) => {
      get(inbox.url + path, { headers, agent: false }, (response) => resolve(response.resume().statusCode)).on('error', () => resolve(undefined))
    })
  for (const path of ['/inbox', '/emails']) {
    expect(await ask(path, {})).toBe(200)
    expect(await ask(path, { host: `localhost:${port}`, origin: `http://localhost:${port}` })).toBe(200)
    expect(await ask(path, { host: `evil.example:${port}` })).toBeUndefined()
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:9', `https://127.0.0.1:${port}`])
      expect(await ask(path, { origin })).toBeUndefined()
  }
  const other = await listen(() => ({ body: '{}' }))
  expect((await fetch(other.url, { headers: { origin: 'https://evil.example' } })).status).toBe(200)
})

test('a site without a sender has an inbox too; a port that is taken, and one that is none, are said', async () => {
  const { said, inbox, ended } = await start(scratch({ 'site.yaml': SITE.replace(/^sender.*\n/m, '') }))
  const resend = new Resend('re_local', { baseUrl: /BASE_URL=(\S+)/.exec(said)?.[1] ?? '' })
  expect(await resend.domains.list()).toMatchObject({ data: { data: [] } })
  inbox.kill('SIGINT')
  expect(await ended).toEqual([0, null])

  const other = await listen(() => ({ body: '' }))
  await expect(openInbox(Number(new URL(other.url).port), [])).rejects.toMatchObject({
    name: 'Problem',
    message: expect.stringMatching(/^Cannot listen on port \d+: something else does$/),
  })
  expect(legible('inbox', ['--port', 'x'], scratch({ 'site.yaml': SITE }))).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('Cannot listen on port "x"'),
  })
})
