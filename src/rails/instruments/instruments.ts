import { z } from 'zod'
import core10 from '../reviewed/instruments/core-10.json' with { type: 'json' }
import gad7 from '../reviewed/instruments/gad-7.json' with { type: 'json' }
import pcl5 from '../reviewed/instruments/pcl-5.json' with { type: 'json' }
import phq9 from '../reviewed/instruments/phq-9.json' with { type: 'json' }
import who5 from '../reviewed/instruments/who-5.json' with { type: 'json' }
import ypCore from '../reviewed/instruments/yp-core.json' with { type: 'json' }

const Item = z.int().min(1)

/** The words of a questionnaire, verbatim. */
export const InstrumentTexts = z.strictObject({
  stem: z.string().trim().min(1).max(600),
  items: z.array(z.string().trim().min(1).max(280)).min(1).max(40),
  /** In order; the first is worth 0, the next 1, and so on. A button shows no more than this. */
  options: z.array(z.string().trim().min(1).max(75)).min(2).max(8),
})
export type InstrumentTexts = z.infer<typeof InstrumentTexts>

/** A validated questionnaire with its published scoring (care C29). */
const Instrument = z
  .strictObject({
    id: z.string(),
    what: z.string(),
    source: z.string(),
    date: z.iso.date(),
    signedOffBy: z.string().nullable(),
    itemCount: Item,
    /** What the last option is worth. */
    highest: Item,
    /** Items that are counted the other way round, from 1: an answer of 0 is worth the highest. */
    reversed: z.array(Item),
    /** The sum is multiplied by this. */
    factor: Item,
    /** Null where a licence keeps the words: the clinic imports its own. */
    texts: InstrumentTexts.nullable(),
    /** An answer above 0 to this item asks for a person (care C29). Counted from 1. */
    riskItem: Item.nullable(),
    /** Lowest total of each band, rising. */
    bands: z.array(z.strictObject({ from: z.int().min(0), name: z.string() })).min(1),
    /** A change of the total by this much or more is more than the noise of the measure; null: it depends on the person. */
    reliableChange: z.int().positive().nullable(),
    /** Which way is better. */
    better: z.enum(['lower', 'higher']),
    /** A rule over groups of items, beside the total: so many answers of `countsFrom` or more in each. */
    clusters: z
      .strictObject({
        countsFrom: z.int().positive(),
        groups: z.array(z.strictObject({ name: z.string(), first: Item, last: Item, needed: z.int().positive() })),
      })
      .nullable(),
    /** Never by chat in the client's quiet hours (care C29). */
    notAtNight: z.boolean(),
  })
  .refine(
    ({ texts, ...one }): boolean => texts === null || textsFit(one, texts),
    'has other words than its scoring asks for',
  )
export type Instrument = z.infer<typeof Instrument>

/** Whether words belong to this scoring: so many items, so many options. */
export function textsFit(
  { itemCount, highest }: { readonly itemCount: number; readonly highest: number },
  { items, options }: InstrumentTexts,
): boolean {
  return items.length === itemCount && options.length === highest + 1
}

/** Source of each: its file in `reviewed/instruments/`. */
export const INSTRUMENTS: readonly Instrument[] = [phq9, gad7, pcl5, who5, core10, ypCore].map((one) =>
  Instrument.parse(one),
)

/** As flows name them, and their steps: small letters. */
export const INSTRUMENT_NAMES: readonly string[] = INSTRUMENTS.map(({ id }) => id.toLowerCase())

export const instrumentNamed = (id: string): Instrument | undefined =>
  INSTRUMENTS.find((one) => one.id === id.trim().toUpperCase())
