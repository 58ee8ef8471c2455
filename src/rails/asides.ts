import { z } from 'zod'
import type { Aside } from '../core/event.ts'
import asides from './reviewed/asides.json' with { type: 'json' }
import { plain } from './plain.ts'

const Said = z.array(z.string()).min(1)
const REVIEWED = z
  .strictObject({
    what: z.string(),
    source: z.string(),
    date: z.iso.date(),
    signedOffBy: z.string().nullable(),
    person: Said,
    reads: Said,
    long: Said,
    cannot: Said,
    unseen: Said,
    crying: Said,
    scared: Said,
    sorry: Said,
    thanks: Said,
  })
  .parse(asides)

/** Asides that are recognised by their words; `past` is the screen's, `other` is any other question. */
const BY_WORDS = ['person', 'reads', 'long', 'cannot', 'unseen', 'crying', 'scared', 'sorry', 'thanks'] as const

const WORDS = new Map<string, Aside>(BY_WORDS.flatMap((aside) => REVIEWED[aside].map((said) => [plain(said), aside])))

/** What a client says to the bot beside the question that is open (care C11): whole message, or null. */
export const asideOf = (text: string): Aside | null => WORDS.get(plain(text)) ?? null
