import { expect, test } from 'vitest'
import { policyOf } from '../src/render/policy.ts'

const directives = (policy: string): Map<string, string[]> =>
  new Map(policy.split('; ').map((directive) => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1)]))

test.each([
  ['still', {}, "'self'"],
  ['search', { 'script-src': ["'self'", "'wasm-unsafe-eval'"] }, "'self'"],
  ['sealed', { 'script-src': ["'self'"] }, "'none'"],
] as const)('the policy of a %s page allows what it needs from its own host, and nothing else', (kind, more, form) => {
  expect(Object.fromEntries(directives(policyOf(kind)))).toEqual({
    'default-src': ["'none'"],
    'style-src': ["'self'"],
    'font-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': [form],
    ...more,
  })
})
