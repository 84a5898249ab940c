/** What is needed of a story to know its markers. */
type Marked = { refs: readonly string[]; items: readonly { id: string; aliases: readonly string[] }[] }

/** Whose a marker is. A number can be a change of one story and be named by another: it is the story's that holds it as its own. */
export function ownersOf<S extends Marked>(stories: readonly S[]): Map<string, S> {
  const owners = new Map([...stories].reverse().flatMap((story) => story.refs.map((ref) => [ref, story] as const)))
  for (const story of stories) for (const item of story.items) for (const alias of item.aliases) owners.set(alias, story)
  for (const story of stories) for (const item of story.items) owners.set(item.id, story)
  return owners
}

/** The stories for which one of some markers stands. */
export function markedOf<S extends Marked>(stories: readonly S[], markers: readonly { id: string }[]): Set<S> {
  const owners = ownersOf(stories)
  return new Set(markers.flatMap(({ id }) => owners.get(id) ?? []))
}
