import { z } from 'zod'
import { RowId } from '../../core/ids.ts'
import { INSTRUMENTS, instrumentNamed, type Instrument } from '../../rails/instruments/instruments.ts'
import { changeBetween, scoreOf } from '../../care/measures/score.ts'
import { By, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import { memoryVerbs } from './memory-verbs.ts'
import { importVerb } from './import-verb.ts'
import { clientNamed } from '../care/client-verbs.ts'

const Asked = { client: z.string(), instrument: z.string(), answers: z.string(), by: By }

/** `measure record`, `measure review`, `measure list`, `measure import`. */
export function measureVerbs(deps: CommandDeps): Record<string, Verb> {
  const { care, clinic } = deps
  return {
    ...importVerb(deps),
    ...memoryVerbs(deps),
    'care.recordMeasure': verb(Asked, async ({ client: who, instrument: name, answers, by }) => {
      const instrument = known(name)
      const given = answers.split(',').map((one) => (/^\s*\d+\s*$/.test(one) ? Number(one) : Number.NaN))
      const score = scored(instrument, given)
      const client = await clientNamed(deps, who)
      const id = RowId.parse(deps.world.newId())
      const asked = { clinic: clinic(), client, id, instrument: instrument.id, answers: given }
      await care.keepMeasure({ ...asked, by: await personNamed(deps, by) })
      return { client, instrument: instrument.id, ...score }
    }),
    'care.reviewMeasures': verb({ client: z.string(), by: By }, async ({ client: who, by }) => {
      const client = await clientNamed(deps, who)
      return { client, reviewed: await care.reviewMeasures(clinic(), client, await personNamed(deps, by)) }
    }),
    'care.measures': verb({ client: z.string() }, async ({ client: who }) => {
      const client = await clientNamed(deps, who)
      const rows = await care.measures(clinic(), client)
      const measures = INSTRUMENTS.flatMap((instrument) => trendOf(instrument, rows))
      return { client, measures }
    }),
  }
}

function known(name: string): Instrument {
  const found = instrumentNamed(name)
  if (!found)
    throw refused(`${name} is no questionnaire here. Choose among: ${INSTRUMENTS.map(({ id }) => id).join(', ')}.`)
  return found
}

function scored(instrument: Instrument, answers: readonly number[]) {
  try {
    return scoreOf(instrument, answers)
  } catch (error) {
    if (error instanceof RangeError) throw refused(error.message)
    throw error
  }
}

type Row = Awaited<ReturnType<CommandDeps['care']['measures']>>[number]

/** Each time with its score, and the change since the first. */
function trendOf(instrument: Instrument, rows: readonly Row[]) {
  const own = rows.filter((row) => row.instrument === instrument.id)
  const totals = own.map(({ answers }) => scoreOf(instrument, answers))
  return own.map(({ takenAt, by, reviewedBy }, index) => {
    const [first] = totals
    const score = totals[index] ?? scoreOf(instrument, own[index]?.answers ?? [])
    const change = index === 0 || !first ? null : changeBetween(instrument, first.total, score.total)
    return { instrument: instrument.id, takenAt, by, reviewedBy, ...score, sinceFirst: change }
  })
}
