import { sql } from 'kysely'
import { z } from 'zod'
import type { CareStore } from '../../ports/care.ts'
import { asClinician, now, toBytes, toText, type PeopleContext } from '../people/as-clinician.ts'
import { clientSeal } from '../sealing/seal.ts'

const Answers = z.array(z.int())

interface Found {
  readonly id: string
  readonly instrument: string
  readonly answers: Uint8Array
  readonly takenAt: Date
  readonly by: string
  readonly reviewedBy: string | null
}

/** Filled-in questionnaires, sealed under the client's own key. */
export function measureVerbs(context: PeopleContext): Pick<CareStore, 'keepMeasure' | 'measures' | 'reviewMeasures'> {
  const place = (id: string) => ({ table: 'measures', row: id, column: 'answers' })
  return {
    keepMeasure: ({ clinic, client, id, instrument, answers, takenAt, by }) =>
      asClinician(context, clinic, { by, did: 'recorded a questionnaire', to: client }, async (tx) => {
        const seal = await clientSeal(context.keys, clinic, client)
        const sealed = toBytes(seal.seal(place(id), JSON.stringify(answers)))
        await sql`insert into holdfast.measures
          (clinic_id, measure_id, client_id, instrument, answers, taken_at, recorded_by,
            reviewed_at, reviewed_by)
          values (${clinic}, ${id}, ${client}, ${instrument}, ${sealed}, ${takenAt ?? now}, ${by}, ${now}, ${by})`.execute(
          tx,
        )
      }),

    reviewMeasures: (clinic, client, by) =>
      asClinician(context, clinic, { by, did: 'looked at questionnaires', to: client }, async (tx) => {
        const { numAffectedRows } = await sql`update holdfast.measures set reviewed_at = ${now}, reviewed_by = ${by}
          where clinic_id = ${clinic} and client_id = ${client} and reviewed_at is null`.execute(tx)
        await sql`update holdfast.clients set version = version + 1
          where clinic_id = ${clinic} and client_id = ${client}`.execute(tx)
        return Number(numAffectedRows ?? 0)
      }),

    measures: (clinic, client) =>
      asClinician(context, clinic, { by: context.eyes, did: 'read questionnaires', to: client }, async (tx) => {
        const seal = await clientSeal(context.keys, clinic, client)
        const { rows } = await sql<Found>`
          select measure_id as id, instrument, answers, taken_at as "takenAt", recorded_by as by,
            reviewed_by as "reviewedBy"
          from holdfast.measures where clinic_id = ${clinic} and client_id = ${client}
          order by taken_at, measure_id`.execute(tx)
        return rows.map(({ id, answers, ...row }) => ({
          ...row,
          answers: Answers.parse(JSON.parse(seal.open(place(id), toText(answers)))),
        }))
      }),
  }
}
