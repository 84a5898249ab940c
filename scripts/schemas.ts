import { join } from 'node:path'
import { z } from 'zod'
import { readEnvironment } from '../src/environment.ts'
import { writeWhole } from '../src/files.ts'
import { clientSchema } from '../src/model/client.ts'
import { sectionsSchema } from '../src/model/section.ts'
import { siteSchema } from '../src/model/site.ts'
import { sourcesSchema } from '../src/model/source.ts'
import { command, say } from './command.ts'

await command({
  name: 'schemas',
  does: 'Writes the JSON Schemas of the YAML files into schemas/ of the content folder, for editors.',
  async run() {
    const { content } = readEnvironment()
    for (const [name, schema] of Object.entries({ site: siteSchema, sources: sourcesSchema, sections: sectionsSchema, client: clientSchema })) {
      const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })
      const changed = await writeWhole(join(content, 'schemas', `${name}.json`), `${JSON.stringify(json, null, 2)}\n`)
      say(`schemas: ${name}.json${changed ? '' : ' (as it was)'}`)
    }
    return 0
  },
})
