import type { Finding } from '../model/finding.ts'
import type { Rule } from './rule.ts'

/** Who reads the repository of the content folder reads all of it: neither the cut nor the gate can help there. */
export const repositoryRules: readonly Rule[] = [
  {
    code: 'repository/public',
    looksFor: 'clients, receipts or private passages that git tracks in a repository that is public, or of which nobody has said that it is private',
    site: ({ outlines, repository }) => {
      if (repository?.unread !== undefined)
        return [
          {
            file: 'repository.json',
            level: 'warning',
            code: 'repository/public',
            message: `git does not tell what it tracks here, so nobody looked whether clients are in a public repository: ${repository.unread.split('\n')[0]}`,
          },
        ]
      const remotes = repository?.remotes.filter(({ visibility }) => visibility !== 'private') ?? []
      if (!repository || remotes.length === 0) return []
      const [first] = remotes
      const isPublic = remotes.some(({ visibility }) => visibility === 'public')
      const names = remotes.map(({ name }) => `"${name}"`).join(', ')
      const who = isPublic ? `${names}, which is public` : `${names}, and nobody has said who may read that`
      const remedy = `keep the content in a private repository of its own and set DIGEST_CONTENT to it${
        isPublic
          ? ''
          : `; if this one is private, say so: answer npm run check at a terminal, or write {"remotes":{"${first?.name}":"private"}} to repository.json`
      }`
      const say = (file: string, holds: string): Finding => ({
        file,
        level: 'error',
        code: 'repository/public',
        message: `it holds ${holds}, and git pushes it to ${who}: ${remedy}`,
      })
      const folders = new Map([
        ['clients', 'who your clients are'],
        ['stacks', 'what your clients run'],
        ['sent', 'who got what'],
        ['sealed', 'which sealed page is whose'],
      ])
      const listed = [...repository.tracked].filter((file) => folders.has(file.split('/')[0] ?? '') && !file.endsWith('.age'))
      const documents = outlines.filter(({ file, holdsPrivate }) => repository.tracked.has(file) && holdsPrivate)
      return [
        ...listed.map((file) => say(file, folders.get(file.split('/')[0] ?? '') ?? '')),
        ...documents.map(({ file }) => say(file, 'passages for clients')),
      ]
    },
  },
]
