import { describe, expect, test } from 'vitest'
import { clientSchema } from '../src/model/client.ts'
import { sectionsSchema } from '../src/model/section.ts'
import { siteSchema } from '../src/model/site.ts'
import { sourcesSchema } from '../src/model/source.ts'
import { readYaml } from '../src/yaml.ts'
import { SITE } from './scratch.ts'

const problem = (text: string, schema: Parameters<typeof readYaml>[1], file = 'content/x.yaml'): string => {
  try {
    readYaml(text, schema, { file })
    return 'no problem'
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}
const source = (lines: string): string => `sources:\n  - id: a\n    kind: git\n    path: x\n    branch: main\n${lines}`

describe('readYaml()', () => {
  test.each<[string, string, Parameters<typeof readYaml>[1], string]>([
    [
      'a key that is not known',
      source('    changes: github\n    name: a/b\n    pathz: [x]\n'),
      sourcesSchema,
      'content/x.yaml:8: "sources[0].pathz" is not a key that is known here',
    ],
    ['a value that is not one of a list', source('    changes: svn\n    name: a/b\n'), sourcesSchema, 'content/x.yaml:6: "sources[0].changes"'],
    ['a kind that is not known', 'sources:\n  - id: a\n    kind: cvs\n', sourcesSchema, 'content/x.yaml:3: "sources[0].kind"'],
    [
      'a name that is no repository',
      source('    changes: github\n    name: ab\n'),
      sourcesSchema,
      'content/x.yaml:7: "sources[0].name" must be "owner/repo" where changes is github, got "ab"',
    ],
    [
      'a branch that would be an option of git',
      source('    changes: github\n    name: a/b\n').replace('main', '--upload-pack=x'),
      sourcesSchema,
      'content/x.yaml:5: "sources[0].branch" must be a branch name',
    ],
    [
      'an id twice',
      `${source('    changes: github\n    name: a/b\n')}${source('    changes: github\n    name: a/b\n').replace('sources:\n', '')}`,
      sourcesSchema,
      'must have a different "id" for each source',
    ],
    [
      'a key that is missing',
      'sources:\n  - id: a\n    kind: git\n    path: x\n    changes: github\n    name: a/b\n',
      sourcesSchema,
      'content/x.yaml:2: "sources[0].branch" is missing',
    ],
    ['a list that is a text', 'sources: x\n', sourcesSchema, 'content/x.yaml:1: "sources"'],
    ['nothing', '', sourcesSchema, 'content/x.yaml:1: "sources"'],
    ['a key twice', 'sources: []\nsources: []\n', sourcesSchema, 'content/x.yaml:2: Map keys must be unique'],
    ['YAML that is broken', 'sources: [\n', sourcesSchema, 'content/x.yaml:2: '],
    ['an alias of nothing', 'sources: *x\n', sourcesSchema, 'content/x.yaml:1: Unresolved alias'],
    ['a sender without an address', SITE.replace('<digest@mail.example.org>', ''), siteSchema, 'content/x.yaml:5: "sender.from" must be an address'],
    [
      'an address with a slash at the end',
      SITE.replace('https://digest.example.org', 'https://digest.example.org/'),
      siteSchema,
      'content/x.yaml:2: "url" must not end with "/"',
    ],
    [
      'an address without a scheme',
      SITE.replace('https://digest.example.org', 'digest.example.org'),
      siteSchema,
      'must be an http or https address, got "digest.example.org"',
    ],
    ['a tier twice', SITE.replace('[silver, gold, platinum]', '[gold, gold]'), siteSchema, 'content/x.yaml:4: "tiers" must name each tier once'],
    [
      'an address of mail that is none',
      'name: A\ntier: gold\nsince: 2026-01-01\nrecipients:\n  - { id: jo, name: Jo, email: jo at acme }\n',
      clientSchema,
      'content/x.yaml:5: "recipients[0].email" must be a mail address, got "jo at acme"',
    ],
    [
      'a day that is none',
      'name: A\ntier: gold\nsince: 2026-02-30\n',
      clientSchema,
      'content/x.yaml:3: "since" must be a day such as 2026-10-01, got "2026-02-30"',
    ],
    [
      'an answer about nothing',
      'name: A\ntier: gold\nsince: 2026-01-01\nanswers:\n  - { about: that proposal, on: 2026-10-08, text: No. }\n',
      clientSchema,
      'content/x.yaml:5: "answers[0].about" must be the ID of a proposal, such as golang/go#60107, got "that proposal"',
    ],
    [
      'an answer with a key too many',
      'name: A\ntier: gold\nsince: 2026-01-01\nanswers:\n  - { about: golang/go#60107, on: 2026-10-08, text: No., by: Jo }\n',
      clientSchema,
      'content/x.yaml:5: "answers[0].by" is not a key that is known here',
    ],
    ['a limit below one', 'sections:\n  - { id: a, title: A, limit: 0 }\n', sectionsSchema, 'content/x.yaml:2: "sections[0].limit"'],
    [
      'two mistakes',
      'name: A\ntier: gold\nsince: x\nuntil: y\n',
      clientSchema,
      '"since" must be a day such as 2026-10-01, got "x"; line 4: "until" must be a day',
    ],
  ])('names file, line and key of %s', (_, text, schema, said) => {
    expect(problem(text, schema)).toContain(said)
  })

  test('reads what a client answered', () => {
    const text = 'name: A\ntier: gold\nsince: 2026-01-01\nanswers:\n  - { about: golang/go#60107, on: 2026-10-08, text: "No: it would break us." }\n'
    expect(readYaml(text, clientSchema, { file: 'x.yaml' }).answers).toEqual([
      { about: 'golang/go#60107', on: '2026-10-08', text: 'No: it would break us.' },
    ])
    expect(readYaml('name: A\ntier: gold\nsince: 2026-01-01\n', clientSchema, { file: 'x.yaml' }).answers).toEqual([])
  })

  test("counts the lines of frontmatter from the file's first", () => {
    expect(() => readYaml('a: 1\nb: 2\n', siteSchema, { file: 'x.mdx', firstLine: 2 })).toThrow(/x\.mdx:2/)
  })

  test("reads the contract's example of sources", () => {
    const text = `sources:
  - id: go
    kind: gerrit
    url: https://go-review.example.org
    project: go
    branch: master
    tracker: golang/go
    paths: ["src/crypto/**"]
  - { id: go-clone, kind: git, path: ../go, branch: master, changes: gerrit, name: go, tracker: golang/go, paths: ["src/crypto/**"] }
  - id: golang/go
    kind: github
    repository: golang/go
    collect: [pulls, issues, proposals, releases]
    labels: [Proposal-Crypto]
    titles: ["^(proposal: )?(x/)?crypto"]
    paths: ["src/crypto/**"]
    proposals: { preset: go }
  - { id: vulndb, kind: osv, url: https://vuln.example.org, packages: [stdlib:crypto] }
  - { id: eprint, kind: feed, url: https://eprint.example.org/rss.xml, keywords: [ML-KEM, TLS] }
`
    expect(readYaml(text, sourcesSchema, { file: 'x' }).sources.map((one) => one.kind)).toEqual(['gerrit', 'git', 'github', 'osv', 'feed'])
    expect(readYaml('sources: []\n', sourcesSchema, { file: 'x' }).sources).toEqual([])
  })
})
