import type { OwnerSession } from '../sql.ts'

/** What a backup leaves out: the program's own ledgers, which node was alive, and who was signed in. */
const LEFT_OUT = ['function_files', 'migrations', 'test_clock', 'nodes', 'console_sessions', 'sign_in_attempts']

/** A table that a backup holds, parents before children. */
export interface WholeTable {
  readonly name: string
  /** False: its rows belong to no clinic. */
  readonly byClinic: boolean
  /** The column that the database numbers itself. */
  readonly counted: string | null
}

/** Reads the tables and their foreign keys out of the database itself, so that no new table can be forgotten. */
export async function wholeTables(owner: OwnerSession): Promise<WholeTable[]> {
  const tables = await owner.query<{ name: string; byClinic: boolean; counted: string | null; parents: string[] }>(
    `select c.relname as name,
       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'clinic_id') as "byClinic",
       (select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '') as counted,
       array(select p.relname::text from pg_constraint f join pg_class p on p.oid = f.confrelid
             where f.conrelid = c.oid and f.contype = 'f' and p.oid <> c.oid) as parents
     from pg_class c where c.relnamespace = 'holdfast'::regnamespace and c.relkind = 'r' order by c.relname`,
  )
  const left = tables.filter(({ name }) => !LEFT_OUT.includes(name))
  const ordered: WholeTable[] = []
  while (left.length > 0) {
    const at = left.findIndex(({ parents }) => parents.every((parent) => !left.some(({ name }) => name === parent)))
    const [next] = left.splice(at, 1)
    if (at < 0 || !next) throw new RangeError('tables refer to each other in a circle, so none can be filled first')
    ordered.push({ name: next.name, byClinic: next.byClinic, counted: next.counted })
  }
  return ordered
}

/** From here to the end of the transaction its rows are all that the owner sees, too. */
export async function enterClinic(owner: OwnerSession, clinic: string): Promise<void> {
  await owner.query('select holdfast.enter_clinic($1::uuid)', [clinic])
}

/** The migrations that made the tables, by name. */
export async function migrationsRun(owner: OwnerSession): Promise<string[]> {
  const rows = await owner.query<{ name: string }>('select name from holdfast.migrations order by name')
  return rows.map(({ name }) => name)
}
