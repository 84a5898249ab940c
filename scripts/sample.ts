import { join } from 'node:path'
import { readEnvironment } from '../src/environment.ts'
import { command, say } from './command.ts'
import { makeSampleRepository } from './sample-repository.ts'

await command({
  name: 'sample',
  does: "Makes the clone of the sample's invented project in the cache folder, so that npm run draft has something to collect.",
  async run() {
    const { content, cache } = readEnvironment()
    const clone = join(cache, 'lattice')
    say(`sample: ${await makeSampleRepository(content, clone)} changes in ${clone}`)
    return 0
  },
})
