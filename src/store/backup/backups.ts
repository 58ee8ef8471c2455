import { HoldfastError } from '../../core/errors.ts'
import type { Backups } from '../../ports/people.ts'
import type { Database } from '../database.ts'
import type { OwnerSession } from '../sql.ts'
import { partsOf, proveBackup, writeBackup, type Head, type Part } from './backup-file.ts'
import { enterClinic, migrationsRun, wholeTables, type WholeTable } from './whole-tables.ts'

/** A recording is up to 10 MB; everything else is short. */
const ROWS_AT_ONCE: Readonly<Record<string, number>> = { recordings: 2 }
const MANY = 500

/** Backups of the data, as the owner: everything sealed stays sealed, and the keys are not in it (P12). */
export function backupsOver(
  { asOwner }: Pick<Database, 'asOwner'>,
  clinics: () => Promise<readonly string[]>,
): Backups {
  const owned: NonNullable<Database['asOwner']> = (work) => {
    if (asOwner) return asOwner(work)
    throw new HoldfastError('config.invalid', "DATABASE_OWNER_URL is missing. Set it to the owner's login.")
  }
  return {
    async take(path, takenAt) {
      const all = await clinics()
      return owned(async (owner) => {
        // One moment for all tables, whatever is written meanwhile.
        await owner.run('set transaction isolation level repeatable read')
        const head: Head = {
          holdfast: 'backup',
          format: 1,
          takenAt: takenAt.toISOString(),
          migrations: await migrationsRun(owner),
          clinics: [...all],
        }
        return writeBackup(path, head, everyPart(owner, all))
      })
    },

    async restore(path) {
      const head = await proveBackup(path)
      if ((await clinics()).length > 0)
        throw new HoldfastError(
          'command.refused',
          'There is a clinic in this database. A backup is restored into an empty one: another HOLDFAST_DATA_DIR or DATABASE_URL.',
        )
      return owned(async (owner) => {
        await refuseOtherVersion(owner, head)
        const rows = await fill(owner, partsOf(path))
        return { rows, takenAt: new Date(head.takenAt) }
      })
    },
  }
}

async function* everyPart(owner: OwnerSession, clinics: readonly string[]): AsyncIterable<Part> {
  const tables = await wholeTables(owner)
  for (const table of tables.filter(({ byClinic }) => !byClinic)) yield* partsIn(owner, table, null)
  for (const clinic of clinics) {
    await enterClinic(owner, clinic)
    for (const table of tables.filter(({ byClinic }) => byClinic)) yield* partsIn(owner, table, clinic)
  }
}

async function* partsIn(owner: OwnerSession, { name }: WholeTable, clinic: string | null): AsyncIterable<Part> {
  const only = clinic === null ? '' : 'where clinic_id = holdfast.this_clinic()'
  await owner.run(
    `declare whole no scroll cursor for select row_to_json(t)::text as row from holdfast.${name} t ${only}`,
  )
  for (;;) {
    const rows = await owner.query<{ row: string }>(`fetch ${ROWS_AT_ONCE[name] ?? MANY} from whole`)
    if (rows.length === 0) break
    yield { clinic, table: name, rows: rows.map(({ row }) => row) }
  }
  await owner.run('close whole')
}

async function refuseOtherVersion(owner: OwnerSession, head: Head): Promise<void> {
  const here = await migrationsRun(owner)
  if (here.join() === head.migrations.join()) return
  const last = head.migrations.at(-1) ?? 'none'
  throw new HoldfastError(
    'command.refused',
    `This backup was taken at migration ${last}, and this version of Holdfast is at ${here.at(-1)}. Restore it with the version that took it, then upgrade.`,
  )
}

/** All or nothing: one transaction. */
async function fill(owner: OwnerSession, parts: AsyncIterable<Part>): Promise<number> {
  const known = new Map((await wholeTables(owner)).map((table) => [table.name, table]))
  let rows = 0
  for await (const { clinic, table: name, rows: texts } of parts) {
    const table = known.get(name)
    if (!table) throw new HoldfastError('command.refused', `There is no table ${name} in this version.`)
    if (clinic !== null) await enterClinic(owner, clinic)
    await owner.query(
      `insert into holdfast.${name} overriding system value
       select * from json_populate_recordset(null::holdfast.${name}, $1::text::json)`,
      [`[${texts.join(',')}]`],
    )
    rows += texts.length
    await countOn(owner, table)
  }
  return rows
}

/** Numbers that the database gives itself go on after the highest one that was filled in. */
async function countOn(owner: OwnerSession, { name, counted }: WholeTable): Promise<void> {
  if (counted === null) return
  const sequence = `pg_get_serial_sequence('holdfast.${name}', '${counted}')`
  await owner.query(
    `select setval(${sequence}, greatest((select max(${counted}) from holdfast.${name}), nextval(${sequence}) - 1, 1))`,
  )
}
