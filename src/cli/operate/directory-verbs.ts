import { z } from 'zod'
import { listedAges } from '../../rails/channel-ages.ts'
import { countries, rowsOf } from '../../rails/crisis-directory.ts'
import { sameNumber, standingOf, type Confirmed } from '../../rails/directory-standing.ts'
import { change, settingsOf } from '../duty/settings.ts'
import { By, refused, verb, type CommandDeps, type Verb } from './verb.ts'

const Country = z.string().trim().toUpperCase()

const Confirmation = {
  country: Country,
  number: z.string().trim().min(1),
  by: By,
  on: z.iso.date('is no day; write it as 2026-11-24').optional(),
}
type Confirmation = z.infer<z.ZodObject<typeof Confirmation>>

/** `directory list`, `directory confirm`, `directory ages`, `directory phone`. */
export function directoryVerbs(deps: CommandDeps): Record<string, Verb> {
  return {
    'people.directory': verb({ country: Country.optional() }, ({ country }) => listed(deps, country)),
    'people.confirmNumber': verb(Confirmation, (asked) => confirm(deps, asked)),
    'people.channelAges': verb({ confirm: z.boolean().default(false), by: By }, async ({ confirm: read, by }) => {
      const on = deps.world.now().toISOString().slice(0, 10)
      if (read) await change(deps, by, (settings) => ({ ...settings, agesConfirmed: { by, on } }))
      return { ages: listedAges(), confirmed: (await settingsOf(deps)).agesConfirmed ?? null }
    }),
    'people.clinicPhone': verb({ phone: z.string().trim().min(3).max(40), by: By }, async ({ phone, by }) => {
      await change(deps, by, (settings) => ({ ...settings, phone }))
      return { phone }
    }),
  }
}

/** The numbers that the clinic confirmed itself. */
export async function confirmedBy(deps: CommandDeps): Promise<Confirmed> {
  return (await settingsOf(deps)).confirmedNumbers ?? []
}

async function listed(deps: CommandDeps, country: string | undefined) {
  const [confirmed, today] = [await confirmedBy(deps), deps.world.now()]
  return rowsIn(country === undefined ? countries() : [country]).map((row) => ({
    ...row,
    ...standingOf(row, today, confirmed),
  }))
}

async function confirm(deps: CommandDeps, { country, number, by, on }: Confirmation) {
  const today = deps.world.now().toISOString().slice(0, 10)
  const day = on ?? today
  if (day > today) throw refused(`${day} is still to come. Give the day on which the number was rung or read.`)
  const rows = rowsIn([country])
  const row = rows.find((one) => sameNumber(one.number, number))
  if (!row)
    throw refused(
      `The directory has no such number for ${country}. It has: ${[...new Set(rows.map((one) => one.number))].join('; ')}. If one of them is wrong, correct it in the directory first.`,
    )
  const one = { country, number: row.number, on: day, by }
  await change(deps, by, (settings) => ({
    ...settings,
    confirmedNumbers: [
      ...(settings.confirmedNumbers ?? []).filter((old) => old.country !== country || old.number !== row.number),
      one,
    ],
  }))
  return one
}

function rowsIn(asked: readonly string[]) {
  const rows = asked.flatMap((country) => rowsOf(country))
  if (rows.length > 0) return rows
  throw refused(
    `The crisis directory has no rows for ${asked.join(', ').slice(0, 20)}. It has: ${countries().join(', ')}.`,
  )
}
