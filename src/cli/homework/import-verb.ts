import { z } from 'zod'
import { type FlowId, Lang } from '../../core/ids.ts'
import { INSTRUMENTS, InstrumentTexts, instrumentNamed, textsFit } from '../../rails/instruments/instruments.ts'
import { canonicalForm, hashOf, readCanonical } from '../../script/canonical.ts'
import { BASE_LANG } from '../../script/library.ts'
import { measureIn, type Flow } from '../../script/schema.ts'
import { By, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'

/** What a clinic hands in: the words of its licensed form, as they are printed. */
const Imported = InstrumentTexts.extend({
  instrument: z.string(),
  /** The language of the form; left out: English. */
  lang: Lang.default(BASE_LANG),
  /** Whose licence, for the record: 'CORE System Trust, 2026'. */
  licence: z.string().trim().min(1, 'is empty; name who licensed the words to the clinic').max(200),
})

const EXAMPLE =
  '{"instrument": "WHO-5", "licence": "…", "stem": "…", "items": ["…"], "options": ["worth 0", "worth 1"]}'

/** `measure import`: the clinic's own words for a questionnaire whose scoring is here. */
export function importVerb(deps: CommandDeps): Record<string, Verb> {
  return {
    'care.importMeasure': verb({ file: z.unknown(), by: By }, async ({ file, by }) => {
      if (by === 'operator') throw refused('Whoever imports words signs them.', 'Give --by with a name.')
      const { instrument: name, lang, licence, ...texts } = readImport(file)
      const instrument = instrumentNamed(name)
      if (!instrument) throw refused(`${name} is no questionnaire here. Choose among: ${licensed().join(', ')}.`)
      if (instrument.texts !== null && lang === BASE_LANG)
        throw refused(`${instrument.id} has its published words already.`, 'Assign it as it is: holdfast assign.')
      const { id, itemCount, highest } = instrument
      if (!textsFit(instrument, texts))
        throw refused(
          `${id} has ${itemCount} items and ${highest + 1} options; the file has ${texts.items.length} and ${texts.options.length}. Write all of them, in the order of the form, options from the one worth 0 up.`,
        )
      const flow = id.toLowerCase() as FlowId
      const script = withWords(await frameOf(deps, flow, lang), texts)
      await deps.people.keepScript(script)
      const person = await personNamed(deps, by)
      const outcome = await deps.people.sign(deps.clinic(), script.hash, person)
      return { instrument: id, lang, licence, items: itemCount, script: script.hash, outcome }
    }),
  }
}

const licensed = (): string[] => INSTRUMENTS.filter(({ texts }) => texts === null).map(({ id }) => id)

function readImport(file: unknown): z.infer<typeof Imported> {
  const read = Imported.safeParse(file)
  if (read.success) return read.data
  const wrong = read.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`)
  throw refused(`The file is not as it is read (${wrong.join('; ')}). Write it like this: ${EXAMPLE}`)
}

/** The flow round the questionnaire, as it lies in this machine's folder: its words are ours and were checked. */
async function frameOf({ library, people }: CommandDeps, flow: FlowId, lang: Lang): Promise<Flow> {
  const published = (await library.publish()).find((one) => one.flow === flow && one.lang === lang)
  const body = published ? await people.script(published.hash) : null
  const file = `flows/${flow}/${lang === BASE_LANG ? 'flow' : lang}.yaml`
  if (body === null)
    throw refused(`The lines round ${flow} are not here in that language.`, `First: ${file}, then try again.`)
  return readCanonical(body)
}

function withWords(frame: Flow, texts: InstrumentTexts) {
  const steps = Object.fromEntries(
    Object.entries(frame.steps).map(([name, step]) => [name, step.kind === 'measure' ? { ...step, texts } : step]),
  )
  const body = canonicalForm({ ...frame, steps })
  return { hash: hashOf(body), flow: frame.flow, lang: frame.lang, body }
}

/** @throws HoldfastError `command.refused` for a questionnaire of which the clinic has not imported the words. */
export async function mustHaveWords({ people, clinic }: CommandDeps, flow: FlowId): Promise<void> {
  const instrument = instrumentNamed(flow)
  if (!instrument || instrument.texts !== null) return
  const signed = (await people.signatures(clinic())).filter((one) => one.flow === flow)
  for (const { hash } of new Map(signed.map((one) => [one.lang, one])).values()) {
    const body = await people.script(hash)
    if (body !== null && measureIn(readCanonical(body))?.texts) return
  }
  throw refused(
    `${instrument.id} is licensed, and its words are not here.`,
    'Import those of your licence first: holdfast measure import FILE --by NAME.',
  )
}
