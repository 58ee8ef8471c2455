import { z } from 'zod'
import { CoverWindow } from '../core/plan.ts'
import about from './reviewed/crisis-directory.json' with { type: 'json' }
import americas from './reviewed/crisis-directory/americas.json' with { type: 'json' }
import asiaAfrica from './reviewed/crisis-directory/asia-africa.json' with { type: 'json' }
import europe from './reviewed/crisis-directory/europe.json' with { type: 'json' }
import oceania from './reviewed/crisis-directory/oceania.json' with { type: 'json' }

const Reviewed = { what: z.string(), source: z.string(), signedOffBy: z.string().nullable() }
const Country = z.string().regex(/^[A-Z]{2}$/)

const Row = z
  .strictObject({
    country: Country,
    kind: z.enum(['emergency', 'line', 'text', 'youth']),
    /** As it is shown before the number; the number itself where the service is known by it. Of emergency numbers: which one it is. */
    name: z.string().min(1),
    number: z.string().min(1),
    /**
     * The same number with its country's calling code (ITU E.164), for where a phone links only that. Left out of short
     * codes and of freephone and shared-cost numbers, which need not answer so.
     */
    international: z
      .string()
      .regex(/^\+[1-9][\d ]{6,18}$/)
      .optional(),
    /** How a written line is reached; `chat`: the number is a page. */
    way: z.enum(['text', 'chat', 'whatsapp']).optional(),
    /** The word that a text begins with. */
    word: z.string().optional(),
    /** Answers in this language only. */
    language: z.string().optional(),
    /** Whom it takes, in years, both included; left out: not known. */
    ages: z.strictObject({ from: z.int().min(0), to: z.int().max(120) }).optional(),
    hours: z.string().min(1),
    /** The same for the machine: always, or windows on the line's own clock; left out: its source does not say. */
    open: z
      .union([z.literal('always'), z.strictObject({ zone: z.string(), windows: z.array(CoverWindow).min(1) })])
      .optional(),
    /** R: read on a page of the service or a public body. K, C: from memory or code. */
    mark: z.enum(['R', 'K', 'C']),
    source: z.string().min(1),
    /** Null: never verified. */
    verifiedOn: z.iso.date().nullable(),
  })
  .refine(({ mark, verifiedOn }) => (mark === 'R') === (verifiedOn !== null), 'only rows of mark R have a verifiedOn')
  .refine(
    ({ number, international }) => international === undefined || isSameNumber(number, international),
    'international is another number',
  )
  .refine(({ kind, way }) => (kind === 'text') === (way !== undefined), 'rows of kind text, and no others, have a way')
export type DirectoryRow = z.infer<typeof Row>

const Region = z.strictObject({ ...Reviewed, rows: z.array(Row) })

const About = z.strictObject({
  ...Reviewed,
  expiresAfterDays: z.int().positive(),
  /** From when on the clinic's clock it is told of numbers that need a look. */
  tellAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  finder: z.strictObject({ text: z.string(), source: z.string(), mark: z.literal('R'), verifiedOn: z.iso.date() }),
  /** Everyday names of countries beside those that the machine knows. */
  alsoCalled: z.record(z.string(), Country),
})

/** The crisis directory as reviewed; a malformed file stops the program at start and names the place. */
export const DIRECTORY = {
  ...About.parse(about),
  rows: [oceania, europe, americas, asiaAfrica].flatMap((region) => Region.parse(region).rows),
}

/** Whether only a calling code stands in front, and of the national form at most a trunk 0 or 1 is left out. */
function isSameNumber(number: string, international: string): boolean {
  const [national, whole] = [number, international].map((written) => written.replace(/\D/g, ''))
  const own = national?.replace(/^[01]/, '') ?? ''
  return whole?.endsWith(own) === true && whole.length - own.length <= 4
}
