import type { z } from 'zod'
import { beginning } from '../body-of.ts'
import { Unreadable } from '../patience.ts'

/** What an answer in JSON says. `otherwise`: what to say of one that is none of that shape. @throws {Unreadable} then, with its beginning */
export function readAnswer<Shape extends z.ZodType>(text: string, schema: Shape, otherwise: string): z.infer<Shape> {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new Unreadable(`${otherwise}: "${beginning(text)}"`)
  }
}
