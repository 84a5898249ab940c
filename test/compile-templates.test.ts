import { join } from 'node:path'
import { expect, test } from 'vitest'
import { templatesOf } from '../scripts/compile-templates.ts'
import { Problem } from '../src/errors.ts'
import { readEnvironment } from '../src/environment.ts'
import { readFolder } from '../src/folder.ts'
import { scratch, SITE } from './scratch.ts'

test('templatesOf() takes nothing of a page that was saved while the templates were compiled', async () => {
  const page = '---\ntitle: About\n---\n\nWords.\n'
  const content = join(scratch({ 'content/site.yaml': SITE, 'content/sources.yaml': 'sources: []\n', 'content/pages/about.mdx': page }), 'content')
  const folder = await readFolder(content)
  const manuscripts = folder.manuscripts.map((one) => ({ ...one, text: `${one.text}${content}\n` }))
  const templates = await templatesOf({ ...folder, manuscripts }, readEnvironment({ DIGEST_CONTENT: content }))
  await expect(templates.assets()).rejects.toThrow(Problem)
  await expect(templates.assets()).rejects.toThrow('pages/about.mdx was changed while this ran')
})
