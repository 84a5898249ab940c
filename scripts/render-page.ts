import { createApp } from 'astro/app/entrypoint'
import type { PageData } from '../src/render/public-pages.ts'

const app = createApp({ streaming: false })
app.renderError = (_, { status, error }) => Promise.reject(error ?? new Error(`it answers with status ${status}`))

/** Bytes of the page at an address, rendered by its template from what it is handed. @throws whatever a page of the maintainer's own does */
export async function renderPage(address: string, data: PageData): Promise<Uint8Array> {
  return (await app.render(new Request(address), { locals: data })).bytes()
}
