/**
 * Colours of a mail, those of the site by the same names: in light, which Gmail and Outlook on Windows always show, and in dark.
 * A picture that is drawn for a mail stands on `paper` in light in both.
 */
export const MAIL_PALETTE = {
  paper: { light: '#fffdf8', dark: '#17181a' },
  wash: { light: '#f4f1ea', dark: '#222325' },
  mark: { light: '#fdf0b5', dark: '#4a3d0c' },
  ink: { light: '#1a1a1a', dark: '#e9e6df' },
  quiet: { light: '#565145', dark: '#b5b0a4' },
  link: { light: '#0b4f8a', dark: '#9cc9f2' },
  rule: { light: '#d8d4cb', dark: '#3b3b3a' },
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
