import type { Content } from '../src/content.ts'
import type { Document } from '../src/document.ts'
import type { Environment } from '../src/environment.ts'
import { Problem } from '../src/errors.ts'
import type { Finding } from '../src/model/finding.ts'
import { windowOf } from '../src/period.ts'
import { hasError, printFindings } from './print-findings.ts'

/** The digest or notice of an ID where nothing that was found stands in its way, whatever its status. @throws {Problem} else, with what was found on stderr */
export function readyDocument(id: string, content: Content, findings: readonly Finding[], environment: Environment): Document {
  const document = content.documents.find((one) => one.id === id && one.kind !== 'posts')
  if (document?.withheld && document.tree.children.length === 0)
    throw new Problem({
      what: `Cannot freeze ${id}: ${whyWithheld(document.withheld)}`,
      where: `${environment.content}/${document.file}`,
      fix: 'Wait for it; what is public already may be said below "announced", with state: pre-announced. Nothing was frozen',
    })
  if (document && !hasError(findings)) return document
  printFindings(findings, process.stderr)
  throw new Problem({
    what: document
      ? `Cannot freeze ${id}: it has errors`
      : content.documents.some((one) => one.id === id)
        ? `Cannot send "${id}": it is a post, and only digests and notices are sent`
        : `Cannot find a digest or notice "${id}" that can be read`,
    where: `${environment.content}/${document?.file ?? `digests/${id}.mdx`}`,
    fix:
      document || findings.length > 0
        ? 'Mend what is listed above; nothing was frozen'
        : windowOf(id)
          ? `Draft it: npm run draft -- ${id}`
          : `There are ${
              content.documents
                .filter((one) => one.kind !== 'posts')
                .map((one) => one.id)
                .join(', ') || 'none'
            }`,
  })
}

function whyWithheld({ frontmatter: { state, embargo } }: Document): string {
  if (state === 'heard') return 'it was only heard of (state: heard), and nothing of it leaves'
  return state === 'pre-announced' ? 'it is pre-announced, and says nothing below "announced"' : `it is under embargo until ${embargo}`
}
