/** Id and aliases of an item, as they are spelled: its own id first. */
export function namesOf({ id, aliases }: { id: string; aliases: readonly string[] }): string[] {
  return [id, ...aliases]
}
