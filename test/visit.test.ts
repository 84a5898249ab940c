import { expect, test } from 'vitest'
import { visit } from '../src/visit.ts'

const TREE = {
  type: 'a',
  children: [
    { type: 'b', children: [{ type: 'c' }, { type: 'd' }] },
    { type: 'e', children: [{ type: 'f' }] },
  ],
}

test('visit() meets every node before what it holds, with all that holds it', () => {
  const met: string[] = []
  visit<{ type: string }>(TREE, (node, ancestors) => void met.push([...ancestors, node].map(({ type }) => type).join('')))
  expect(met).toEqual(['a', 'ab', 'abc', 'abd', 'ae', 'aef'])
})

test('visit() looks into no node that is skipped, and goes on beside it', () => {
  const met: string[] = []
  visit<{ type: string }>(TREE, (node, ancestors) => {
    met.push(`${ancestors.length}${node.type}`)
    return node.type === 'b' ? 'skip' : undefined
  })
  expect(met).toEqual(['0a', '1b', '1e', '2f'])
})
