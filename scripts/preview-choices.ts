/** What can be looked at, in the order in which it stands side by side. */
export const PANES = ['public', 'page', 'mail', 'text'] as const
export type Pane = (typeof PANES)[number]

/** Values of each choice, the default first. */
export const CHOICES = { show: ['all', ...PANES], width: ['full', '360', '768'], scheme: ['auto', 'light', 'dark'], marks: ['off', 'on'] } as const

/** What a person chose to look at. `variant`: the name of an edition, absent where there is none; `show`: one pane, or all; `width`: of a pane in pixels; `marks`: whether what the public does not get is marked. */
export type Choices = { variant: string | undefined } & { [Key in keyof typeof CHOICES]: (typeof CHOICES)[Key][number] }

/** The choices that an address holds, `?for=VARIANT&show=…&width=…&scheme=…&marks=…`; the default where it holds none, or none that there is. `variants`: the editions that there are, the one to begin with first. */
export function previewChoices(query: URLSearchParams, variants: readonly string[]): Choices {
  return {
    variant: oneOf(variants, query.get('for')) ?? variants[0],
    show: (variants.length > 0 ? oneOf(CHOICES.show, query.get('show')) : undefined) ?? 'all',
    width: oneOf(CHOICES.width, query.get('width')) ?? 'full',
    scheme: oneOf(CHOICES.scheme, query.get('scheme')) ?? 'auto',
    marks: oneOf(CHOICES.marks, query.get('marks')) ?? 'off',
  }
}

function oneOf<Value extends string>(values: readonly Value[], given: string | null): Value | undefined {
  return values.find((value) => value === given)
}
