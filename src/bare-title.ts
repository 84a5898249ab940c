/** A title wears so many layers at most: more say nothing, and reading them would not end soon. */
const LAYERS = 10
const AGAIN =
  /^(?:re-?land(?:ed|ing)?|re-?apply|re-?applied|roll ?forward|back-?port(?:ed|ing)?|cherry-?pick(?:ed)?)\b(?: of)?(?: PR)?(?: #\d+)?(?: (?:on|to|into|for) (?:branch )?[\w./-]{1,40}(?=:))?:?\s+/i
const BEHIND = /(?<!\s)\s*\((?:#\d+|re-?land\w*|again|take \d+|attempt \d+|v\d|cherry[- ]?pick(?:ed)?[^()]{0,60}|back-?port[^()]{0,60}|\d+\/\d+)\)$/i

/** A title without what differs between a change, its backport and its second landing: branches, "Reland", "[3/5]", the number of a pull request. Lower case. */
export function bareTitle(title: string): string {
  let bare = title.trim()
  for (let layer = 0; layer < LAYERS; layer++) {
    const less = bare
      .replace(/^\[[^\]]{1,60}\]\s*/, '')
      .replace(AGAIN, '')
      .replace(/^"(.*)"$/, '$1')
      .replace(BEHIND, '')
    if (less === bare) break
    bare = less
  }
  return bare.toLowerCase()
}
