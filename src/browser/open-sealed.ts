/**
 * What a private page does in the browser: with the key behind "#" it opens the sealed page of its own name and puts it in its place.
 * The key leaves the browser nowhere. Whatever goes wrong, the page stays as it was and says nothing of the reason.
 */
import { Decrypter } from 'age-encryption'

const here = new URL('.', import.meta.url)
const key = location.hash

/** The sealed page as text; undefined where it cannot be opened. */
async function unseal(): Promise<string | undefined> {
  const token = /\/([a-z2-7]{26})(?:\/(?:index\.html)?)?$/.exec(location.pathname)?.[1]
  if (token === undefined || key === '') return undefined
  try {
    const decrypter = new Decrypter()
    decrypter.addIdentity(decodeURIComponent(key.slice(1)))
    const answer = await fetch(new URL(`${token}.age`, here), { cache: 'no-cache', credentials: 'omit', redirect: 'error' })
    return (await decrypter.decrypt(new Uint8Array(await answer.arrayBuffer()), 'text')).trimEnd()
  } catch {
    return undefined
  }
}

/** Puts a page in the place of this one. Its styles are taken out before it is read and go by a constructed sheet: the policy allows no others. */
function show(html: string): void {
  const [from, to] = [html.indexOf('<style>'), html.indexOf('</style>')]
  const page = new DOMParser().parseFromString(html.slice(0, from) + html.slice(to), 'text/html')
  for (const link of page.querySelectorAll('a')) {
    const name = /^\.\.\/([a-z2-7]{26})\/$/.exec(link.getAttribute('href') ?? '')?.[1]
    if (name !== undefined) link.href = new URL(`${name}/`, here).href + key
  }
  // A picture from elsewhere would tell its host who reads this: the reader decides.
  for (const picture of page.querySelectorAll('img')) {
    const url = new URL(picture.getAttribute('src') ?? '', here)
    if (url.origin === location.origin || url.protocol === 'data:') continue
    const link = page.createElement('a')
    link.href = url.href
    link.textContent = picture.alt || url.href
    picture.replaceWith(link)
  }
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(html.slice(from + '<style>'.length, to))
  document.adoptedStyleSheets = [sheet]
  for (const link of document.querySelectorAll('link[rel=stylesheet]')) link.remove()
  document.title = page.title
  document.documentElement.lang = page.documentElement.lang
  document.body.replaceChildren(...page.body.childNodes)
}

/** Follows a link inside the text, and leaves the address with the key as it is. */
function follow(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : undefined
  const name = link?.getAttribute('href')
  if (!name?.startsWith('#')) return
  event.preventDefault()
  const target = document.getElementById(decodeURIComponent(name.slice(1)))
  if (!target) return
  if (!target.matches('a[href]')) target.tabIndex = -1
  target.scrollIntoView()
  target.focus({ preventScroll: true })
}

// Whoever pastes the whole link over one without its key, or with another, means to open it anew.
addEventListener('hashchange', () => location.reload())
const page = await unseal()
if (page) {
  show(page)
  addEventListener('click', follow)
  addEventListener('auxclick', follow)
}
