/** What a page of the site may do. `still`: be read, and no more; `search`: run the site's own search; `sealed`: open a sealed page. */
export type PolicyKind = 'still' | 'search' | 'sealed'

// Still pages have no script that could connect; what audits a page from inside reads its host's robots.txt.
const ALL = ["default-src 'none'", "style-src 'self'", "font-src 'self'", "img-src 'self' data:", "connect-src 'self'", "base-uri 'none'"]

const MORE: Readonly<Record<PolicyKind, readonly string[]>> = {
  still: ["form-action 'self'"],
  // Pagefind is a program of WebAssembly: the word allows that alone, no text is run as a script.
  search: ["script-src 'self' 'wasm-unsafe-eval'", "form-action 'self'"],
  sealed: ["script-src 'self'", "form-action 'none'"],
}

/**
 * The Content-Security-Policy of a page for a `meta` element, which must stand before whatever it is to hold: styles, fonts and pictures from
 * the same host, scripts where a page needs them, nothing from anywhere else. @see https://www.w3.org/TR/CSP3/ (read 2026-11)
 */
export function policyOf(kind: PolicyKind): string {
  return [...ALL, ...MORE[kind]].join('; ')
}
