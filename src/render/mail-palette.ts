/**
 * Colours of a mail, those of the site by the same names: in light, which Gmail and Outlook on Windows always show, and in dark.
 * A picture that is drawn for a mail stands on `paper` in light in both.
 */
export const MAIL_PALETTE = {
  paper: { light: '#fffdf8', dark: '#17181a' },
  wash: { light: '#f6f3ec', dark: '#212224' },
  mark: { light: '#fdf0b5', dark: '#463a0b' },
  ink: { light: '#1c1b19', dark: '#e9e6df' },
  quiet: { light: '#545045', dark: '#b8b3a7' },
  link: { light: '#0b4a82', dark: '#9cc9f2' },
  rule: { light: '#d8d4cb', dark: '#3d3d3b' },
} as const

/** Of a name, the property that a class of that name sets in dark. */
export const PALETTE_USES = {
  paper: 'background-color',
  wash: 'background-color',
  mark: 'background-color',
  ink: 'color',
  quiet: 'color',
  link: 'color',
  rule: 'border-color',
} as const satisfies Record<keyof typeof MAIL_PALETTE, string>
