import type { Root } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { beginning, END } from '../../closed-mark.ts'
import { dayInWords } from '../../day-in-words.ts'
import { DRAFTED, draftedNote } from '../../drafted-note.ts'
import { Problem } from '../../errors.ts'
import { dayOf } from '../../model/day.ts'
import { nodesIn } from '../../nodes-in.ts'
import { printMdx } from '../../print-mdx.ts'
import { type Piece, putIn } from '../insert-lines.ts'
import { readStanding } from '../read-standing.ts'
import { clientPassages } from './client-passages.ts'
import type { NoticeInput } from './draft-notice.ts'
import { clientsIn, factsNote, factsOf, readFacts } from './facts.ts'
import { note, paragraph, strong } from './say.ts'
import { STATUS } from './status-part.ts'

/** What a redraft gives. `changes`: what is no longer as the notice was told it, a line each; `passages`: clients that have one now and had none; `hasFacts`: there is something to compare with. */
export type Redrafted = { text: string; changes: string[]; passages: string[]; hasFacts: boolean }

/**
 * A notice with what is new put in and nothing else touched: at its top what changed in the facts since they were written down last (to clients alone where that is theirs), before its
 * status the passages of clients that it did not touch before, at its end the facts of now. A passage that was deleted stays deleted. Nothing
 * is added where nothing changed, or where the facts were deleted: there is nothing to compare with.
 * `isPartial`: others who may have scored it could not be asked, so scores that are missing are no news.
 * @throws {Problem} when the notice cannot be parsed, or what is added would not be read as what it is
 */
export function redraftNotice(given: string, { file, isPartial, ...input }: NoticeInput & { file: string; isPartial: boolean }): Redrafted {
  const mark = given.startsWith('\ufeff') ? '\ufeff' : ''
  const text = given.slice(mark.length)
  const { advisory, touched, clients, now } = input
  const tree = readStanding(text, file)
  const known = readFacts(tree)
  const before = known.at(-1)
  const current = factsOf(advisory, touched)
  const facts = isPartial ? [...current, ...scoresOf(before ?? [], current)] : current
  const changes = before ? changedFacts(before, facts) : []
  if (!before || changes.length === 0) return { text: given, changes: [], passages: [], hasFacts: before !== undefined }
  const told = new Set(known.flatMap(clientsIn))
  const fresh = touched.filter(({ client }) => !told.has(client))
  const update = [...updates(changes, { day: dayInWords(now), clients, fresh }), print([note(`${DRAFTED.news}this notice:`, changes)])]
  const pieces = [
    { at: topOf(tree), text: `${update.join('\n\n')}\n\n` },
    ...clientPassages(fresh, clients).map((passage) => ({ at: statusOf(tree, text), text: `${passage}\n\n` })),
    {
      at: text.length,
      text: `${text.endsWith('\n') ? '' : '\n'}\n${print([factsNote(facts, { database: advisory.database, day: dayOf(now) })])}\n`,
    },
  ]
  const added = putIn(
    text,
    pieces.map((piece) => fitted(piece, text)),
  )
  const read = readStanding(added, file)
  const count = (one: Root, kind: string): number => nodesIn(one, 'mdxFlowExpression').filter((node) => draftedNote(node) === kind).length
  const isRead =
    count(read, 'facts') === known.length + 1 &&
    count(read, 'news') === count(tree, 'news') + 1 &&
    count(read, 'offer') === count(tree, 'offer') + fresh.length
  if (!isRead)
    throw new Problem({
      what: `Cannot draft into ${file}: what is added would stand inside a block that is not closed`,
      where: file,
      fix: 'Close the code block or tag near the end of the text; nothing was written',
    })
  return { text: mark + added, changes, passages: fresh.map(({ client }) => client), hasFacts: true }
}

/** Scores that were known of those who give none now. */
function scoresOf(before: readonly string[], current: readonly string[]): string[] {
  const who = (fact: string): string | undefined => /^severity by .*?(?=: )/.exec(fact)?.[0]
  const known = new Set(current.map(who))
  return before.filter((fact) => who(fact) !== undefined && !known.has(who(fact)))
}

/** What differs between two lists of facts, in words: of what has one value before and after both, else what is new and what is gone. */
function changedFacts(before: readonly string[], after: readonly string[]): string[] {
  const [old, current] = [new Set(before), new Set(after)]
  const what = (fact: string): string => fact.slice(0, fact.indexOf(': '))
  const gone = Map.groupBy(
    before.filter((fact) => !current.has(fact)),
    what,
  )
  const come = Map.groupBy(
    after.filter((fact) => !old.has(fact)),
    what,
  )
  return [...new Set([...gone.keys(), ...come.keys()])].flatMap((key) => {
    const [lost, won] = [gone.get(key) ?? [], come.get(key) ?? []]
    if (lost.length === 1 && won.length === 1) return [`${lost[0]} → ${(won[0] ?? '').slice(key.length + 2)}`]
    return [...lost.map((fact) => `no longer ${fact}`), ...won.map((fact) => `new ${fact}`)]
  })
}

/**
 * Room to say what changed: to everyone where anything did that is for everyone; else to the clients alone of which something else is true now, for that is
 * nobody else's business. Those that get a passage now have room in it.
 */
function updates(
  changes: readonly string[],
  { day, clients, fresh }: { day: string; clients: NoticeInput['clients']; fresh: NoticeInput['touched'] },
): string[] {
  const todo = (whom: string): string =>
    print([paragraph(strong(`Update, ${day}:`), ` TODO: say what changed, and whether ${whom} has to do anything other than before.`)])
  const named = changes.map((change) => clientsIn([change.replace(/^(?:new|no longer) /, '')])[0])
  if (named.includes(undefined)) return [todo('anybody')]
  const known = [...new Set(named)].filter((name) => name !== undefined && clients.has(name) && !fresh.some(({ client }) => client === name))
  return known.flatMap((name) => (name === undefined ? [] : [[beginning(name), todo('this client'), END].join('\n\n')]))
}

/** Where the text begins, behind the frontmatter and the help. */
function topOf({ children }: Root): number {
  const first = children.find((node) => node.type !== 'yaml' && draftedNote(node) !== 'help')
  return first?.position?.start.offset ?? children.at(-1)?.position?.end.offset ?? 0
}

/** Where passages of clients end: before the heading of the status, or else before the last facts. */
function statusOf({ children }: Root, text: string): number {
  const heading = children.find((node) => node.type === 'heading' && toString(node).trim() === STATUS)
  const place = heading ?? children.findLast((node) => draftedNote(node) === 'facts')
  return place?.position?.start.offset ?? text.length
}

/** A piece for the end of the text stands behind its last line. */
function fitted(piece: Piece, text: string): Piece {
  return piece.at < text.length || piece.text.startsWith('\n') ? piece : { ...piece, text: `\n\n${piece.text.trimEnd()}\n` }
}

function print(nodes: Parameters<typeof printMdx>[0][]): string {
  return nodes.map((node) => printMdx(node).trimEnd()).join('\n\n')
}
