import { expect, test } from 'vitest'
import { previewChoices } from '../scripts/preview-choices.ts'

const read = (query: string, variants = ['client-acme', 'tier-gold']) => previewChoices(new URLSearchParams(query), variants)

test('an address holds the choices; what is not there, or is no choice, is as it would be anyway', () => {
  const usual = { variant: 'client-acme', show: 'all', width: 'full', scheme: 'auto', marks: 'off' }
  expect(read('')).toEqual(usual)
  expect(read('for=client-nobody&show=<script>&width=1&scheme=&marks=yes')).toEqual(usual)
  expect(read('for=tier-gold&show=mail&width=360&scheme=dark&marks=on')).toEqual({
    variant: 'tier-gold',
    show: 'mail',
    width: '360',
    scheme: 'dark',
    marks: 'on',
  })
})

test('what has no editions shows all that it has', () => {
  expect(read('for=tier-gold&show=mail', [])).toMatchObject({ variant: undefined, show: 'all' })
})
