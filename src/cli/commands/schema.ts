import type { Command } from 'commander'
import * as z from 'zod'
import { settings } from '../../config.ts'
import { commandInfos } from '../command-tree.ts'
import type { CommandContext } from '../context.ts'
import { type DocumentName, documents, lines } from '../documents.ts'
import { exitCodes } from '../exit-codes.ts'
import { schemaId, toJsonDocument } from '../output/json.ts'

/** `expensa schema`: commands, settings, exit codes and the JSON Schemas of what they print. */
export async function runSchema(context: CommandContext, program: Command): Promise<number> {
  const schemas = (Object.keys(documents) as DocumentName[]).map((name) => {
    const id = schemaId(name)
    return [id, schemaOf(documents[name].extend({ schema: z.literal(id) }))]
  })
  context.stdout.write(
    toJsonDocument('schema', {
      commands: commandInfos(program).map((info) => ({ ...info })),
      exitCodes: Object.values(exitCodes),
      settings: Object.values(settings).map(({ env, doc }) => ({ env, doc })),
      documents: Object.fromEntries(schemas),
      lines: Object.fromEntries(Object.entries(lines).map(([command, line]) => [command, schemaOf(line)])),
    }),
  )
  return exitCodes.ok.code
}

/** As printed: amounts also have their decimal spelling, see `toJsonDocument`. */
function schemaOf(document: z.ZodType) {
  return z.toJSONSchema(document, {
    io: 'output',
    override: ({ jsonSchema }) => {
      // A later version of Expensa may print more.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
      const { properties } = jsonSchema
      if (properties?.minorUnits && properties.currency) {
        jsonSchema.properties = { amount: { type: 'string' }, ...properties }
        // Without a currency nothing says how many decimals there are.
        if (!JSON.stringify(properties.currency).includes('null')) jsonSchema.required?.unshift('amount')
      }
    },
  })
}
