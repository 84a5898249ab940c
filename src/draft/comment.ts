/**
 * Text from outside as it may stand inside a comment of MDX: what would end the comment is broken up. Without that,
 * a title of "*" + "/ code /" + "*" would be code that runs.
 */
export function comment(text: string): string {
  return text.replace(/\*(?=\/)/g, '* ')
}
