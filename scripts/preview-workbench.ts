import type { ElementContent } from 'hast'
import { h } from 'hastscript'
import { printHtml } from '../src/render/html.ts'
import { type Bar, previewBar } from './preview-bar.ts'
import type { Pane } from './preview-choices.ts'

const PANE_NAMES: Readonly<Record<Pane, string>> = { public: 'Public page', page: 'Client page', mail: 'Mail', text: 'Text part' }

/** One pane: where what it shows is found, and what is said of it beside its name. */
export type Shown = { pane: Pane; address: string; note: string }

/** What the workbench shows. `panes`: empty where there is nothing to show; `refusal`: why none of them can be shown now; `facts`: parts of a line; `findings`: what stands in their list. */
export type Workbench = Bar & {
  panes: readonly Shown[]
  refusal: string | undefined
  facts: readonly ElementContent[][]
  findings: readonly ElementContent[]
  styles: string
}

/** The workbench of `npm run dev` as a page: what to look at, the panes, the findings. Its script puts each part in the place of the former one. */
export function previewWorkbench(bench: Workbench): string {
  const { base, shown, choices, panes, refusal, facts, findings, styles } = bench
  return printHtml({
    type: 'root',
    children: [
      { type: 'doctype' },
      h(
        'html',
        { lang: 'en' },
        h(
          'head',
          h('meta', { charSet: 'utf-8' }),
          h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
          h('title', `${shown?.title ?? 'Preview'} · preview`),
          h('link', { rel: 'icon', href: `${base}/favicon.svg` }),
          h('style', styles),
          h('script', { type: 'module', src: `${base}/src/browser/workbench.ts` }),
        ),
        h(
          'body',
          {
            dataShow: choices.show,
            dataWidth: choices.width,
            dataScheme: choices.scheme,
            dataBase: base,
            dataDocument: shown?.file,
            dataState: refusal === undefined ? 'shown' : 'refused',
          },
          h('form', { id: 'bar', autoComplete: 'off' }, ...previewBar(bench)),
          h('p', { id: 'facts' }, ...facts.map((part) => h('span', {}, ...part))),
          h('main', { id: 'panes' }, ...panes.map((pane) => paneOf(pane, bench))),
          h('details', { id: 'findings', open: true }, ...findings),
          h('p', { id: 'status', role: 'status' }),
        ),
      ),
    ],
  })
}

function paneOf({ pane, address, note }: Shown, { refusal }: Workbench): ElementContent {
  return h(
    'section',
    { id: `pane-${pane}`, className: ['pane'] },
    h(
      'header',
      h('h2', PANE_NAMES[pane]),
      h('span', note),
      refusal === undefined ? h('a', { href: address, target: '_blank', rel: 'noopener' }, 'Open') : '',
    ),
    h(
      'div',
      { className: ['stage'] },
      // No scripts: what is shown comes from the content. The same origin lets the workbench keep the place that is read.
      h('iframe', {
        title: PANE_NAMES[pane],
        sandbox: 'allow-same-origin allow-popups allow-popups-to-escape-sandbox',
        ...(refusal === undefined && { src: address }),
      }),
    ),
    h('p', { className: ['refusal'] }, refusal ?? ''),
  )
}
