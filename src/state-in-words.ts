/** A state as a reader sees it: "likely accept", "on hold". */
export function stateInWords(state: string): string {
  return state === 'hold' ? 'on hold' : state.replace(/^likely-/, 'likely ')
}
