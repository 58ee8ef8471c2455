import { z } from 'zod'
import register from '../../reviewed/screen-register.json' with { type: 'json' }
import { LabelledText } from './example.ts'

const Lines = z.array(
  z.strictObject({
    topic: z.string(),
    label: z.enum(['benign', 'distressed']),
    lang: z.enum(['en', 'es']),
    lines: z.array(z.string()),
  }),
)
const Register = z.strictObject({
  what: z.string(),
  source: z.string(),
  date: z.iso.date(),
  signedOffBy: z.string().nullable(),
  learnt: Lines,
  heldBack: Lines,
})
const { learnt, heldBack } = Register.parse(register)

/** Invented homework talk in which nobody is at risk, one source and a group for each topic: the model learns from it. */
export const LEARNT: readonly LabelledText[] = learnt.flatMap(labelled)

/** The same kind of lines, which nothing learns from and no rule was written for: the measure of the register. */
export const HELD_BACK: readonly LabelledText[] = heldBack.flatMap(labelled)

function labelled({ topic, label, lang, lines }: z.infer<typeof Lines>[number]): LabelledText[] {
  return lines.map((text) => ({
    text,
    label,
    lang,
    category: topic,
    source: 'register',
    group: `register ${topic}`,
  }))
}
