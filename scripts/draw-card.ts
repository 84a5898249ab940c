import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Resvg } from '@resvg/resvg-js'
import satori, { type Font } from 'satori'
import { readManyBytes } from '../src/files.ts'
import { type Card, CARD, SUBSETS, toCard } from '../src/render/card.ts'
import { drawableCard } from '../src/render/drawable-card.ts'
import { palettePng } from '../src/render/palette-png.ts'

/** A card as a PNG. `lacking`: the characters that no font has; whatever held one is not shown. */
export type Drawn = { png: Uint8Array; lacking: string }

const [SERIF, SANS] = [import.meta.resolve('@fontsource/source-serif-4/package.json'), import.meta.resolve('@fontsource/source-sans-3/package.json')]
const FACES = [
  { name: 'serif', weight: 600, from: SERIF, file: 'source-serif-4' },
  { name: 'sans', weight: 400, from: SANS, file: 'source-sans-3' },
  { name: 'sans', weight: 600, from: SANS, file: 'source-sans-3' },
] as const

/** Draws a card; of the same card the same bytes. */
export async function drawCard(card: Card): Promise<Drawn> {
  // Node lets go of the pixels of earlier cards, some megabytes each, only where its loop turns.
  await setImmediate()
  const whole = drawableCard(card, '')
  // Of a mark that no font has satori says nothing, and draws a box.
  let lacking = (Object.values(whole).join('').match(/\p{M}/gu) ?? []).join('')
  const note = async (_: string, text: string): Promise<[]> => {
    lacking += text
    return []
  }
  const { paper: light, ink: dark, ...size } = CARD
  const draw = (shown: Card): Promise<string> => satori(toCard(shown), { ...size, fonts: (fonts ??= readFonts()), loadAdditionalAsset: note })
  const svg = await draw(whole)
  const { pixels } = new Resvg(lacking === '' ? svg : await draw(drawableCard(card, lacking)), { font: { loadSystemFonts: false } }).render()
  return { png: palettePng(pixels, { ...size, light, dark }), lacking }
}

let fonts: Font[] | undefined

function readFonts(): Font[] {
  return FACES.flatMap(({ name, weight, from, file }) => {
    const read = readManyBytes(SUBSETS.map((subset) => fileURLToPath(new URL(`files/${file}-${subset}-${weight}-normal.woff`, from))))
    return SUBSETS.map((subset, index): Font => ({ name: `${name} ${subset}`, weight, style: 'normal', data: read[index] ?? Buffer.alloc(0) }))
  })
}
