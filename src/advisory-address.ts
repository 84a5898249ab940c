/** Where a person reads of a vulnerability by its id: of Go, CVE and GitHub; undefined for ids of others. */
export function advisoryAddress(id: string): string | undefined {
  if (/^GO-\d{4}-\d+$/.test(id)) return `https://pkg.go.dev/vuln/${id}`
  if (/^CVE-\d{4}-\d+$/.test(id)) return `https://www.cve.org/CVERecord?id=${id}`
  return /^GHSA(?:-[0-9a-z]{4}){3}$/.test(id) ? `https://github.com/advisories/${id}` : undefined
}
