import { expect, test } from 'vitest'
import { findChromium, type Machine } from '../src/find-chromium.ts'

const machine = (platform: NodeJS.Platform, programs: string[], variables: NodeJS.ProcessEnv = {}): Machine => ({
  platform,
  variables,
  isProgram: (path) => programs.includes(path),
})

test.each<[string, Machine, string]>([
  ['in PATH, by the first of its names', machine('linux', ['/opt/b/google-chrome', '/opt/b/chromium'], { PATH: '/opt/a:/opt/b' }), '/opt/b/chromium'],
  ['in the first folder of PATH', machine('linux', ['/a/chromium', '/b/chromium'], { PATH: '/b:/a' }), '/b/chromium'],
  ['as a snap', machine('linux', ['/snap/bin/chromium'], { PATH: '/usr/bin' }), '/snap/bin/chromium'],
  [
    'on a Mac',
    machine('darwin', ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  [
    'on a Mac, of this user alone',
    machine('darwin', ['/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium'], { HOME: '/Users/ada' }),
    '/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  [
    'on Windows, where Edge always is',
    machine('win32', ['C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'], {
      PROGRAMFILES: 'C:\\Program Files',
      'PROGRAMFILES(X86)': 'C:\\Program Files (x86)',
    }),
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
  ['where a variable says, before all else', machine('linux', ['/mine', '/usr/bin/chromium'], { PATH: '/usr/bin', CHROMIUM_PATH: '/mine' }), '/mine'],
  ['where CHROME_PATH says', machine('win32', ['D:\\c.exe'], { CHROME_PATH: 'D:\\c.exe', CHROMIUM: '' }), 'D:\\c.exe'],
])('findChromium() finds it %s', (_, given, found) => {
  expect(findChromium(given)).toBe(found)
})

test('findChromium() looks nowhere else when a variable leads nowhere, and names it', () => {
  expect(() => findChromium(machine('linux', ['/usr/bin/chromium'], { PATH: '/usr/bin', CHROME_PATH: '/gone' }))).toThrow(/CHROME_PATH is \/gone/)
})

test('findChromium() never takes a relative folder of PATH, where anybody may have put a program', () => {
  expect(() => findChromium(machine('linux', ['chromium', './chromium', 'bin/chromium'], { PATH: '.:bin:' }))).toThrow('no Chromium')
})

test.each([
  ['linux', 'apt-get install chromium'],
  ['darwin', 'brew install --cask chromium'],
  ['win32', 'Chrome or Edge'],
  ['freebsd', 'Install Chromium'],
] as const)('findChromium() says how to get one on %s', (platform, how) => {
  try {
    findChromium(machine(platform, []))
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ name: 'Problem', message: expect.stringContaining('no Chromium'), fix: expect.stringContaining(how) })
    expect(error).toMatchObject({ fix: expect.stringContaining('CHROMIUM_PATH') })
  }
})
