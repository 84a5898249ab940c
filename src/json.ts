import { z } from 'zod'
import { Problem } from './errors.ts'
import { readText } from './files.ts'

/** A JSON file of a shape; undefined when it is not there. @throws {Problem} when it is no JSON or has another shape; `fix`: how to mend that */
export async function readJson<T>(file: string, schema: z.ZodType<T>, { fix }: { fix: string }): Promise<T | undefined> {
  const text = await readText(file)
  return text === undefined ? undefined : parseJson(text, schema, { file, fix })
}

/** The same of a text that was read from `file`. */
export function parseJson<T>(text: string, schema: z.ZodType<T>, { file, fix }: { file: string; fix: string }): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    const said = error instanceof z.ZodError ? z.prettifyError(error).split('\n').slice(0, 2).join(' ').trim() : String(error)
    throw new Problem({ what: `Cannot read ${file}: ${said}`, where: file, fix }, { cause: error })
  }
}
