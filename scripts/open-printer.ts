import { type Chromium, openChromium } from '../src/chromium.ts'
import { isProgram } from '../src/files.ts'
import { findChromium } from '../src/find-chromium.ts'

/** Opens the browser of this machine. @throws {Problem} where there is none, or it does not start */
export function openPrinter(): Promise<Chromium> {
  return openChromium(findChromium({ platform: process.platform, variables: process.env, isProgram }))
}
