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
  if (document && !hasError(findings)) return document
  printFindings(findings, process.stderr)
  throw new Problem({
    what: document
      ? `Cannot freeze ${id}: it has errors`
      : content.documents.some((one) => one.id === id)
        ? `Cannot send "${id}": it is a post, and only digests and notices are sent`
        : `Cannot find a digest or notice "${id}" that can be read`,
    where: `${environment.content}/digests/${id}.mdx`,
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
