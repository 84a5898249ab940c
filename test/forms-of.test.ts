import { expect, test } from 'vitest'
import { formsOf } from '../src/curate/forms-of.ts'

test.each([
  ['add', ['add', 'adds', 'added', 'adding'], ['address', 'addition', 'ad']],
  ['introduce', ['introduce', 'introduces', 'introduced', 'introducing'], ['introduc', 'introducer']],
  ['drop', ['drop', 'drops', 'dropped', 'dropping'], ['droplet', 'drope']],
  ['simplify', ['simplify', 'simplifies', 'simplified', 'simplifying'], ['simplif', 'simplifys']],
  ['deploy', ['deploy', 'deploys', 'deployed', 'deploying'], ['deploies']],
  ['fix', ['fix', 'fixes', 'fixed', 'fixing'], ['fixture']],
  ['note', ['note', 'notes', 'noted', 'noting'], ['not']],
  ['use', ['use', 'uses', 'used', 'using'], ['us', 'user']],
])('the forms of %j', (word, forms, others) => {
  const form = formsOf([word, 'other'])
  expect(forms.filter((one) => !form.test(one))).toEqual([])
  expect(others.filter((one) => form.test(one))).toEqual([])
})
