import { z } from 'zod'
import type { ComparedRun } from '../../runtime/compare/compared-run.ts'
import type { CostSpec } from '../../stdlib/module.ts'
import { Costs, RunTrade } from '../server/contract.ts'

const figure = z.number().nullable()

/** What of a report of `strat run --json` a comparison reads; other fields are passed over. */
export const comparedSchema = z.object({
  strategy: z.object({ title: z.string() }),
  parameters: z.record(z.string(), z.number()),
  data: z.object({ source: z.string() }),
  options: z.object({
    cash: z.number(),
    policy: z.string(),
    // Absent and undefined are the same to who reads costs.
    costs: Costs.transform((costs) => costs as CostSpec),
    instrument: z.object({ currency: z.string() }),
  }),
  figures: z.record(z.string(), figure),
  trades: z.array(RunTrade),
  openTrades: z.array(RunTrade),
  equityByDay: z.array(z.tuple([z.iso.date(), z.number()])),
}) satisfies z.ZodType<ComparedRun>
