import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openChromium } from '../src/chromium.ts'
import { scratch } from './scratch.ts'

/** A browser that speaks as Chromium does over its pipe, and cannot print so many times. */
const BROWSER = `#!${process.execPath}
const { createReadStream, writeSync } = require('node:fs')
const ANSWERS = {
  'Target.createBrowserContext': { browserContextId: 'c' },
  'Target.createTarget': { targetId: 't' },
  'Target.attachToTarget': { sessionId: 's' },
  'Page.getFrameTree': { frameTree: { frame: { id: 'f' } } },
  'Runtime.evaluate': { result: { value: true } },
}
let failures = FAILURES
let rest = ''
createReadStream('', { fd: 3 }).on('data', (chunk) => {
  const said = (rest + chunk).split('\\0')
  rest = said.pop()
  for (const { id, method } of said.map((text) => JSON.parse(text))) {
    const isPrinting = method === 'Page.printToPDF'
    const answer = isPrinting && failures-- > 0 ? { error: { message: 'SAYS' } } : { result: isPrinting ? { data: 'UERG' } : (ANSWERS[method] ?? {}) }
    writeSync(4, JSON.stringify({ id, ...answer }) + '\\0')
    if (method === 'Browser.close') process.exit(0)
  }
})
`

async function printed(failures: number, says = 'Printing failed'): Promise<string> {
  const path = join(scratch({ chromium: BROWSER.replace('FAILURES', String(failures)).replace('SAYS', says) }), 'chromium')
  chmodSync(path, 0o755)
  const browser = await openChromium(path)
  try {
    return (await browser.print('<p>a</p>', 'A4')).toString()
  } catch (error) {
    return String(error)
  } finally {
    await browser.close()
  }
}

test('a page that moved while it was printed is printed again, and a browser that cannot print at all is told of', async () => {
  expect(await printed(0)).toBe('PDF')
  expect(await printed(2)).toBe('PDF')
  expect(await printed(3)).toBe('Error: Chromium: Printing failed')
  expect(await printed(1, 'No such frame')).toBe('Error: Chromium: No such frame')
})
