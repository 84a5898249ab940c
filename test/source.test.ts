import { expect, test } from 'vitest'
import { sourceSchema } from '../src/model/source.ts'

test('an address holds no user and no password: it is shown and kept', () => {
  for (const url of ['https://joe:secret@host.example/rss', 'https://joe@host.example/rss'])
    expect(sourceSchema.safeParse({ id: 'x', kind: 'feed', url }).error?.message).toContain('must hold no user name or password')
  expect(sourceSchema.safeParse({ id: 'x', kind: 'feed', url: 'https://host.example/@joe/rss?mail=a@b' }).success).toBe(true)
})
