import type { Command } from 'commander'
import * as z from 'zod'
import { settings } from '../../config.ts'
import * as contract from '../../http/contract.ts'
import { editsResponse } from '../../http/contract-edits.ts'
import { commandInfos } from '../command-tree.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../exit-codes.ts'
import { schemaVersion, toJsonDocument } from '../output/json.ts'

const receipt = contract.receipt
const exported = contract.expense.extend({ receipt })

/** What the documents hold beside `schema`, which names them and their version. */
const documents = {
  expenses: z.object({ expenses: z.array(contract.expense), more: z.boolean() }),
  expense: contract.expenseDetail.extend(editsResponse.shape),
  export: z.object({ expenses: z.array(exported) }),
  summary: z.object({
    by: z.string(),
    groups: z.array(
      z.object({
        key: z.string().nullable(),
        currency: z.string().nullable(),
        count: z.int(),
        total: contract.money.nullable(),
        withoutTotal: z.int(),
        needsReview: z.int(),
      }),
    ),
  }),
  match: z.object({
    file: z.string(),
    reading: z.record(z.string(), z.string()),
    payments: z.int(),
    ignored: z.int(),
    matched: z.array(
      z.object({ payment: payment(), expense: paid(), points: z.int(), reasons: z.array(z.string()) }),
    ),
    missing: z.array(payment()),
    unmatched: z.array(paid()),
  }),
}

function payment() {
  const amount = z.object({ minorUnits: z.int(), currency: z.string().nullable() })
  return z.object({ id: z.string(), date: z.iso.date(), amount, description: z.string() })
}

function paid() {
  return contract.expense.pick({ id: true, merchant: true, purchaseDate: true, total: true })
}

/** `expensa schema`: commands, settings, exit codes and the JSON Schemas of what they print. */
export async function runSchema(context: CommandContext, program: Command): Promise<number> {
  const schemas = Object.entries(documents).map(([name, document]) => {
    const id = `expensa.${name}/${schemaVersion}`
    return [id, schemaOf(document.extend({ schema: z.literal(id) }))]
  })
  context.stdout.write(
    toJsonDocument('schema', {
      commands: commandInfos(program),
      exitCodes: Object.values(exitCodes),
      settings: Object.values(settings).map(({ env, doc }) => ({ env, doc })),
      documents: Object.fromEntries(schemas),
    }),
  )
  return exitCodes.ok.code
}

/** As printed: amounts also have their decimal spelling, see `toJsonDocument`. */
function schemaOf(document: z.ZodType) {
  return z.toJSONSchema(document, {
    io: 'output',
    override: ({ jsonSchema }) => {
      const { properties } = jsonSchema
      if (properties?.minorUnits && properties.currency) {
        jsonSchema.properties = { amount: { type: 'string' }, ...properties }
      }
    },
  })
}
