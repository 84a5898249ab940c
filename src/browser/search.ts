/**
 * What the search page does in the browser: it loads Pagefind when something is first looked for, and shows what that finds in the site's
 * index. What is looked for stands in the address.
 */
import { type Found, foundPage } from './found-page.ts'

type Results = readonly { data: () => Promise<Found> }[]
type Engine = { search: (query: string, options: { filters: { kind?: string } }) => Promise<{ results: Results }> }
type Pagefind = {
  createInstance: (options: { noWorker: boolean; excerptEllipsis: string; ranking: { metaWeights: Record<string, number> } }) => Engine
}

/** Pages that are shown at once. */
const AT_ONCE = 10
/** A pause in typing. */
const PAUSE_MS = 150

const form = part('form', HTMLFormElement)
const field = part('input[name=q]', HTMLInputElement)
const chosen = part('select[name=kind]', HTMLSelectElement)
const status = part('[role=status]', HTMLElement)
const list = part('#results', HTMLOListElement)
const more = part('#more', HTMLButtonElement)
const kinds = new Map([...chosen.options].map(({ value, dataset }) => [value, dataset['one'] ?? '']))
const { title } = document

let engine: Promise<Engine> | undefined
/** The number of what is looked for: what an earlier question still finds is not shown. */
let question = 0
/** What was found and is not shown yet. */
let waiting: Results = []
/** Whether typing on changes the address, instead of making another. */
let isTyped = false

function part<Part extends Element>(selector: string, type: new () => Part): Part {
  const found = document.querySelector(selector)
  if (found instanceof type) return found
  throw new Error(`There is no ${selector}`)
}

async function load(): Promise<Engine> {
  const { createInstance }: Pagefind = await import(new URL('../pagefind/pagefind.js', import.meta.url).href)
  // The day is shown, and not looked for.
  return createInstance({ noWorker: true, excerptEllipsis: '…', ranking: { metaWeights: { day: 0 } } })
}

/** Shows what is found of what stands in the form. */
async function look(): Promise<void> {
  const mine = ++question
  const [query, kind] = [field.value.trim(), chosen.value]
  document.title = query === '' ? title : `${query} · ${title}`
  if (query === '') return show([], [], '')
  try {
    if (!engine) status.textContent = 'Searching …'
    engine ??= load()
    const { results } = await (await engine).search(query, { filters: kind === '' ? {} : { kind } })
    const found = await Promise.all(results.slice(0, AT_ONCE).map((result) => result.data()))
    if (mine !== question) return
    const count = results.length === 0 ? 'Nothing' : results.length === 1 ? '1 page' : `${results.length} pages`
    show(found, results.slice(AT_ONCE), `${count} found for “${query}”${kind === '' ? '' : ` in ${kind}`}.`)
  } catch {
    engine = undefined
    if (mine === question) show([], [], 'The search could not be loaded. Try again, or look in the archive.')
  }
}

function show(found: readonly Found[], others: Results, said: string): void {
  waiting = others
  list.replaceChildren(...found.map((one) => foundPage(one, kinds)))
  more.hidden = others.length === 0
  status.textContent = said
}

async function showMore(): Promise<void> {
  const mine = question
  const next = waiting.slice(0, AT_ONCE)
  waiting = waiting.slice(AT_ONCE)
  more.hidden = waiting.length === 0
  const items = (await Promise.all(next.map((result) => result.data()))).map((one) => foundPage(one, kinds))
  if (mine !== question) return
  list.append(...items)
  items[0]?.querySelector('a')?.focus()
}

/** Puts what is looked for into the address; as long as somebody types, into the same. */
function note(isTyping: boolean): void {
  const url = new URL(location.href)
  for (const { name, value } of [field, chosen]) {
    if (value.trim() === '') url.searchParams.delete(name)
    else url.searchParams.set(name, value.trim())
  }
  if (url.href !== location.href) history[isTyped ? 'replaceState' : 'pushState'](null, '', url)
  isTyped = isTyping
}

/** Looks for what stands in the address. */
function read(): void {
  const asked = new URL(location.href).searchParams
  field.value = asked.get('q') ?? ''
  chosen.value = kinds.has(asked.get('kind') ?? '') ? (asked.get('kind') ?? '') : ''
  isTyped = false
  void look()
}

let pause = 0
function ask({ isTyping }: { isTyping: boolean }): void {
  clearTimeout(pause)
  note(isTyping)
  void look()
}
field.addEventListener('input', () => {
  clearTimeout(pause)
  pause = setTimeout(ask, PAUSE_MS, { isTyping: true })
})
chosen.addEventListener('change', () => ask({ isTyping: false }))
form.addEventListener('submit', (event) => {
  event.preventDefault()
  ask({ isTyping: false })
})
more.addEventListener('click', () => void showMore())
addEventListener('popstate', read)
read()
if (field.value === '') field.focus()
