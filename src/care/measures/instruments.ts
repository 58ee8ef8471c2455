import { z } from 'zod'
import gad7 from '../reviewed/instruments/gad-7.json' with { type: 'json' }
import pcl5 from '../reviewed/instruments/pcl-5.json' with { type: 'json' }
import phq9 from '../reviewed/instruments/phq-9.json' with { type: 'json' }

const Item = z.int().min(1)

/** A validated questionnaire, verbatim, with its published scoring (care C29). */
const Instrument = z.strictObject({
  id: z.string(),
  what: z.string(),
  source: z.string(),
  date: z.iso.date(),
  signedOffBy: z.string().nullable(),
  stem: z.string(),
  items: z.array(z.string()).min(1),
  /** In order; the first is worth 0, the next 1, and so on. */
  options: z.array(z.string()).min(2),
  /** An answer above 0 to this item asks for a person (care C29). Counted from 1. */
  riskItem: Item.nullable(),
  /** Lowest total of each band, rising. */
  bands: z.array(z.strictObject({ from: z.int().min(0), name: z.string() })).min(1),
  /** A change of the total by this much or more is more than the noise of the measure. */
  reliableChange: z.int().positive(),
  /** A rule over groups of items, beside the total: so many answers of `countsFrom` or more in each. */
  clusters: z
    .strictObject({
      countsFrom: z.int().positive(),
      groups: z.array(z.strictObject({ name: z.string(), first: Item, last: Item, needed: z.int().positive() })),
    })
    .nullable(),
})
export type Instrument = z.infer<typeof Instrument>

/** Source of each: its file in `reviewed/instruments/`. */
export const INSTRUMENTS: readonly Instrument[] = [phq9, gad7, pcl5].map((one) => Instrument.parse(one))

export const instrumentNamed = (id: string): Instrument | undefined =>
  INSTRUMENTS.find((one) => one.id === id.trim().toUpperCase())
