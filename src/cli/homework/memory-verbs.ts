import { z } from 'zod'
import { MEMORY_INSTRUMENT, MEMORY_RATINGS } from '../../care/measures/memory-ratings.ts'
import { RowId } from '../../core/ids.ts'
import { By, personNamed, refused, verb, type CommandDeps, type Verb } from '../operate/verb.ts'
import { clientNamed } from '../care/client-verbs.ts'

const Score = z
  .union([z.int(), z.string().trim().regex(/^\d+$/, 'is no whole number').transform(Number)])
  .pipe(z.int().min(0).max(10, 'is a number from 0 to 10'))

const Asked = {
  client: z.string(),
  attachment: Score,
  intensity: Score,
  fright: Score,
  on: z.iso.date('is no day; write it as 2027-01-31').optional(),
  by: By,
}

/** `measure memory`, `measure memories`: what was rated in session (care C17), numbers only. */
export function memoryVerbs(deps: CommandDeps): Record<string, Verb> {
  const { care, clinic, people, store } = deps
  return {
    'care.rateMemory': verb(Asked, async ({ client: who, on, by, ...scores }) => {
      const client = await clientNamed(deps, who)
      const plan = await people.plan(clinic(), client)
      if (!plan) throw refused('There is no such client.')
      const now = Temporal.Instant.fromEpochMilliseconds((await store.time()).getTime()).toZonedDateTimeISO(plan.zone)
      const today = now.toPlainDate()
      const day = on === undefined ? today : Temporal.PlainDate.from(on)
      if (Temporal.PlainDate.compare(day, today) > 0)
        throw refused('That session is still to come. Give its day once it was.')
      const at = day.equals(today) ? now : day.toZonedDateTime({ timeZone: plan.zone, plainTime: '12:00' })
      await care.keepMeasure({
        clinic: clinic(),
        client,
        id: RowId.parse(deps.world.newId()),
        instrument: MEMORY_INSTRUMENT,
        answers: MEMORY_RATINGS.map((one) => scores[one]),
        takenAt: new Date(at.epochMilliseconds),
        by: await personNamed(deps, by),
      })
      return { client, on: day.toString(), ...scores }
    }),
    'care.memoryRatings': verb({ client: z.string() }, async ({ client: who }) => {
      const client = await clientNamed(deps, who)
      const rows = (await care.measures(clinic(), client)).filter(({ instrument }) => instrument === MEMORY_INSTRUMENT)
      const ratings = rows.map(({ takenAt, by, answers: [attachment = 0, intensity = 0, fright = 0] }) => ({
        takenAt,
        by,
        attachment,
        intensity,
        fright,
      }))
      return { client, ratings }
    }),
  }
}
