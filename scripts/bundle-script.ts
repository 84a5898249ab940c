import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Calls at the top of the modules of age-encryption that do nothing but make curves and schemes which its own identities do not use. */
const PURE = ['QSF', 'createKitchenSink', 'ecdhKem', 'createCurve', 'createHasher', 'twistedEdwards']

const NOTICES = {
  'open-sealed': `/*! Opens a private page of this site in the browser.
age-encryption: BSD-3-Clause, Copyright 2023 The age Authors; noble and scure: MIT, Copyright Paul Miller (paulmillr.com) */`,
  search: `/*! Searches this site in the browser, by Pagefind (MIT, Copyright 2022 CloudCannon), which it loads when something is looked for. */`,
}

/** A script of `src/browser/`, whole and small: what it does not use is left out. @throws {Error} when the bundler has a doubt */
export async function bundleScript(name: keyof typeof NOTICES): Promise<string> {
  // The tree of packages holds two copies of some; age-encryption is content with those that its post-quantum part is pinned to.
  const input = join(ROOT, 'src/browser', `${name}.ts`)
  const bundle = await rolldown({
    input,
    platform: 'browser',
    treeshake: { moduleSideEffects: false, manualPureFunctions: PURE },
    onLog: (_level, log) => {
      throw new Error(`Cannot bundle the script ${name}: ${log.message}`)
    },
    plugins: [
      {
        name: 'one-copy',
        async resolveId(name, importer) {
          if (!/^@noble\/(curves|hashes)\//.test(name) || importer === undefined) return null
          const library = await this.resolve('age-encryption', input)
          const pinned = library && (await this.resolve('@noble/post-quantum/hybrid.js', library.id))
          return pinned ? this.resolve(name, pinned.id, { skipSelf: true }) : null
        },
      },
    ],
  })
  try {
    const { output } = await bundle.generate({ format: 'es', minify: true, banner: NOTICES[name] })
    if (output.length !== 1) throw new Error(`Cannot bundle the script ${name}: ${output.length} files`)
    return output[0].code
  } finally {
    await bundle.close()
  }
}
