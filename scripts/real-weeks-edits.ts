import { applyEdit, type Edit } from './real-weeks-apply.ts'
import { blocksOf, firstLine, markersIn } from './real-weeks-blocks.ts'

const TURNS = ['reword', 'delete', 'up', 'merge', 'own', 'split', 'note', 'passage', 'continue'] as const satisfies readonly Edit['kind'][]
const MOST = 16

/** In which week which section, counted from the first, gets other words or goes into a mark. */
const ONCE: readonly { week: number; nth: number; kind: 'heading' | 'mark' }[] = [
  { week: 5, nth: 0, kind: 'heading' },
  { week: 9, nth: 1, kind: 'mark' },
  { week: 10, nth: 0, kind: 'mark' },
]

/**
 * The edits of one week: one for every three lines that are new since `before`, at least one and at most sixteen, of every kind in turn. They
 * depend on the texts alone, and no line is edited twice. `titles`: what the sections are called, `log`: the edits of the weeks before.
 */
export function editWeek(
  text: string,
  { before, week, titles, log }: { before: string; week: number; titles: readonly string[]; log: readonly Edit[] },
): { text: string; edits: Edit[] } {
  const known = new Set(blocksOf(before).flatMap(markersIn))
  const fresh = new Set(
    blocksOf(text)
      .flatMap(markersIn)
      .filter((marker) => !known.has(marker)),
  )
  const edits: Edit[] = []
  let blocks = blocksOf(text)
  const make = (edit: Edit | undefined): void => {
    if (edit === undefined) return
    edits.push(edit)
    blocks = applyEdit(blocks, edit)
  }
  const count = Math.min(MOST, Math.max(1, Math.ceil(fresh.size / 3)))
  for (let nth = 0; nth < count; nth++) make(firstEdit(blocks, { fresh, week, log: [...log, ...edits] }))
  for (const { nth, kind } of ONCE.filter((once) => once.week === week)) {
    const renamed = [...log, ...edits].find((edit) => edit.kind === 'heading' && edit.other === titles[nth])?.text
    const other = renamed ?? titles[nth] ?? ''
    if (blocks.includes(`## ${other}`)) make({ week, kind, marker: '', other, text: kind === 'heading' ? `What there is to say of it, ${week}` : '' })
  }
  return { text: blocks.join('\n'), edits }
}

type Turn = { fresh: ReadonlySet<string>; week: number; log: readonly Edit[] }

/** The next edit in turn, or the first behind it for which there is a line that no edit has touched; undefined where there is none. */
function firstEdit(blocks: readonly string[], turn: Turn): Edit | undefined {
  for (const skipped of TURNS.keys()) {
    const edit = editOf(TURNS[(turn.log.length + skipped) % TURNS.length] ?? 'own', blocks, turn)
    if (edit) return edit
  }
  return undefined
}

function editOf(kind: (typeof TURNS)[number], blocks: readonly string[], { fresh, week, log }: Turn): Edit | undefined {
  const touched = new Set(log.flatMap((edit) => [edit.marker, ...(edit.kind === 'merge' ? [edit.other] : [])]))
  const isUntouched = (block: string | undefined): block is string =>
    block !== undefined && markersIn(block).length === 1 && !touched.has(markersIn(block)[0] ?? '')
  const candidates = blocks.flatMap((block, index) => {
    const beside = kind === 'up' ? blocks[index - 1] : blocks[index + 1]
    const has = kind === 'merge' ? isUntouched(beside) : kind !== 'up' || (beside !== undefined && markersIn(beside).length > 0)
    return isUntouched(block) && has ? [{ block, marker: markersIn(block)[0] ?? '', other: markersIn(beside ?? '')[0] ?? '' }] : []
  })
  const best = kind === 'reword' ? candidates.find(({ marker }) => fresh.has(marker)) : undefined
  const chosen = best ?? candidates[(7 * log.length) % Math.max(1, candidates.length)]
  if (chosen === undefined) return undefined
  const { block, marker, other } = chosen
  const end = ` {/* ${marker} */}`
  const said = firstLine(block).slice(0, -end.length)
  const words = `${log.length} of week ${week}`
  const texts: Partial<Record<Edit['kind'], string>> = {
    reword: `* **Edit ${words}.** It is told in my own words.${end}`,
    own: `* A line of my own, ${words}. {/* a note to myself */}`,
    split: `* More on what stands above, ${words}.${end}`,
    note: `  {/* Ask about it, ${words}. */}`,
    continue: `${said} What it means for you, ${words}. <Clients tier="gold">For gold.</Clients>${end}`,
  }
  return { week, kind, marker, other: kind === 'up' || kind === 'merge' ? other : '', text: texts[kind] ?? '' }
}
