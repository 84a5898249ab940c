import { posix, win32 } from 'node:path'
import { Problem } from './errors.ts'

/** A machine as far as a browser is looked for on it. `isProgram`: whether a file of this path is there and can be started. */
export type Machine = { platform: NodeJS.Platform; variables: NodeJS.ProcessEnv; isProgram: (path: string) => boolean }

/** Variables that name the browser, the first that is set counts. */
const VARIABLES = ['CHROMIUM_PATH', 'CHROME_PATH', 'CHROMIUM'] as const

/** Names in the folders of PATH; all of these browsers print alike. */
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'chrome-headless-shell',
  'microsoft-edge',
  'brave-browser',
]

const MAC = ['Chromium', 'Google Chrome', 'Microsoft Edge', 'Brave Browser']
const WINDOWS = ['Chromium\\Application\\chrome.exe', 'Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']

const GET: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'Install it, such as by "apt-get install chromium" or "dnf install chromium"',
  darwin: 'Install it, such as by "brew install --cask chromium"',
  win32: 'Install Chrome or Edge',
}

/** The path of a Chromium, Chrome or Edge: what a variable names, else the first that is found under its usual names and places. @throws {Problem} that says how to get one */
export function findChromium(machine: Machine): string {
  const { platform, variables, isProgram } = machine
  const variable = VARIABLES.find((name) => variables[name])
  if (variable !== undefined) {
    const path = variables[variable] ?? ''
    if (isProgram(path)) return path
    throw new Problem({ what: `Cannot print: ${variable} is ${path}, and no program is there`, fix: 'Set it to the path of Chromium, or unset it' })
  }
  const found = placesOn(machine).find((path) => isProgram(path))
  if (found !== undefined) return found
  throw new Problem({
    what: 'Cannot print: no Chromium, Chrome or Edge was found on this machine',
    fix: `${GET[platform] ?? 'Install Chromium'}; or set CHROMIUM_PATH to where one is`,
  })
}

function placesOn({ platform, variables }: Machine): string[] {
  if (platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => variables[name] || [])
    return WINDOWS.flatMap((end) => roots.map((root) => win32.join(root, end)))
  }
  const folders = (variables['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'))
  const named = NAMES.flatMap((name) => folders.map((folder) => posix.join(folder, name)))
  if (platform !== 'darwin') return [...named, '/snap/bin/chromium', '/opt/google/chrome/chrome']
  const roots = ['/Applications', ...(variables['HOME'] ? [posix.join(variables['HOME'], 'Applications')] : [])]
  return [...MAC.flatMap((name) => roots.map((root) => posix.join(root, `${name}.app/Contents/MacOS/${name}`))), ...named]
}
