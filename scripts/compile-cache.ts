import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Imported before a command, so that Node keeps what it compiled of the program, and of what that starts: half the time before a command begins.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url))
enableCompileCache(process.env['NODE_COMPILE_CACHE'])
