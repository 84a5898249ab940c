/**
 * What the workbench of `npm run dev` does in the browser: where something was saved or another choice made, it asks for the same page again
 * and puts each part in the place of the former one, so that every pane stays where it is read. The address holds the choices.
 */

const PARTS = ['bar', 'facts', 'findings']

/** What each part was as it came, so that one that is the same is left alone. */
const came = new Map<string, string>(PARTS.map((id) => [id, document.getElementById(id)?.innerHTML ?? '']))

/** Shows what an address gives. `isSaved`: whether what the panes show may be new behind the same addresses. */
async function show(address: string, isSaved: boolean): Promise<void> {
  const answer = await fetch(address, { cache: 'no-store' })
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  if (!page.getElementById('panes')) throw new Error(`The server answered ${answer.status}: look at the terminal`)
  document.title = page.title
  const keeps = page.body.dataset['document'] === document.body.dataset['document']
  Object.assign(document.body.dataset, { ...page.body.dataset })
  for (const id of PARTS) replacePart(id, page)
  const fresh = [...page.querySelectorAll('.pane')]
  const panes = document.getElementById('panes')
  // Where nothing can be read the panes stay, out of reach, until something can be.
  if (fresh.length > 0) for (const pane of document.querySelectorAll('.pane')) if (!page.getElementById(pane.id)) pane.remove()
  for (const pane of fresh) {
    const former = document.getElementById(pane.id)
    if (former) replacePane(former, pane, { isSaved, keeps })
    else panes?.append(document.importNode(pane, true))
  }
}

function replacePart(id: string, page: Document): void {
  const [part, fresh] = [document.getElementById(id), page.getElementById(id)]
  if (!part || !fresh || fresh.innerHTML === came.get(id)) return
  came.set(id, fresh.innerHTML)
  const focused = document.activeElement?.id ?? ''
  part.replaceChildren(...fresh.childNodes)
  if (focused) document.getElementById(focused)?.focus()
}

/** `keeps`: whether it is the same document, which stays where it is read. */
function replacePane(pane: Element, fresh: Element, { isSaved, keeps }: { isSaved: boolean; keeps: boolean }): void {
  for (const name of ['header', '.refusal']) pane.querySelector(name)?.replaceWith(...[fresh.querySelector(name)].filter((one) => one !== null))
  const address = fresh.querySelector('iframe')?.getAttribute('src')
  const frames = [...pane.querySelectorAll('iframe')]
  const frame = frames.at(0)
  if (!frame || !address || (!isSaved && frames.at(-1)?.getAttribute('src') === address)) return
  // The new one comes beside the old one and takes its place once it stands where that was read.
  for (const waiting of frames.slice(1)) waiting.remove()
  const next = document.createElement('iframe')
  for (const { name, value } of frame.attributes) next.setAttribute(name, value)
  next.src = address
  next.className = 'coming'
  next.addEventListener(
    'load',
    () => {
      const [from, to] = [frame.contentWindow, next.contentWindow]
      if (keeps && from && to) to.scrollTo({ left: from.scrollX, top: from.scrollY, behavior: 'instant' })
      next.className = ''
      frame.remove()
      settle(next)
    },
    { once: true },
  )
  frame.after(next)
}

/** Links that lead away open elsewhere. */
function settle(frame: HTMLIFrameElement): void {
  for (const link of frame.contentDocument?.querySelectorAll<HTMLAnchorElement>('a[href]') ?? [])
    if (link.origin !== location.origin) Object.assign(link, { target: '_blank', rel: 'noopener noreferrer' })
}

let running: Promise<void> | undefined
let isStale = false

/** Shows the address as it is now; what is asked for meanwhile is shown after. */
function refresh(isSaved: boolean): void {
  if (running) {
    isStale = true
    return
  }
  const status = document.getElementById('status')
  running = show(location.href, isSaved)
    .then(() => status?.replaceChildren())
    .catch((error: unknown) => status?.replaceChildren(error instanceof Error ? error.message : String(error)))
    .finally(() => {
      running = undefined
      if (!isStale) return
      isStale = false
      refresh(true)
    })
}

/** The address of what the bar says; what it does not ask of this document stays as it is. */
function chosen(bar: HTMLFormElement): string {
  const data = new FormData(bar)
  const address = new URL(String(data.get('document') ?? location.pathname), location.href)
  address.search = location.search
  for (const control of bar.querySelectorAll<HTMLInputElement>('[name]')) address.searchParams.delete(control.name)
  data.delete('document')
  for (const [key, value] of data) if (!['all', 'full', 'auto'].includes(String(value))) address.searchParams.set(key, String(value))
  return address.href
}

const bar = document.getElementById('bar')
if (bar instanceof HTMLFormElement) {
  bar.addEventListener('submit', (event) => event.preventDefault())
  bar.addEventListener('change', () => {
    const address = chosen(bar)
    const isOther = new URL(address).pathname !== location.pathname
    history[isOther ? 'pushState' : 'replaceState'](null, '', address)
    refresh(false)
  })
}
addEventListener('popstate', () => refresh(false))
for (const frame of document.querySelectorAll('iframe')) {
  frame.addEventListener('load', () => settle(frame), { once: true })
  settle(frame)
}

const events = new EventSource(`${document.body.dataset['base'] ?? ''}/preview/~saved/`)
events.addEventListener('message', () => refresh(true))
events.addEventListener('error', () => document.getElementById('status')?.replaceChildren('The server is away: start npm run dev again'))
// What was saved while nobody listened is shown too.
let hasOpened = false
events.addEventListener('open', () => {
  if (hasOpened) refresh(true)
  hasOpened = true
})
