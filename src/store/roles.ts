import { HoldfastError } from '../core/errors.ts'
import { firstOf, type OwnerSession, type Sql } from './sql.ts'

/** The groups that the program's own login belongs to; none can log in, and none owns anything. `holdfast_auditor` can only read. */
export const GROUPS = ['holdfast_engine', 'holdfast_console', 'holdfast_auditor'] as const

/** Makes the group roles where they are missing, and the app's login a member of each. */
export async function ensureRoles(owner: OwnerSession, appLogin: string | null): Promise<void> {
  for (const group of GROUPS) {
    if (!(await roleExists(owner, group))) {
      await orCure(owner.run(`create role ${group} nologin`), `CREATE ROLE ${group} NOLOGIN;`)
    }
    if (appLogin !== null && !(await isMember(owner, appLogin, group))) {
      const grant = `GRANT ${group} TO ${quoted(appLogin)};`
      await orCure(owner.run(grant), grant)
    }
  }
}

/** What a login may do. `start` refuses one that may do more than the groups, unless told that there is one role only. */
export interface Standing {
  readonly login: string
  readonly superuser: boolean
  /** Owns the schema, or may set aside row-level security. */
  readonly owner: boolean
  readonly member: boolean
}

export async function standingOf(sql: Sql): Promise<Standing> {
  const rows = await sql.query<Standing>(
    `select session_user::text as login, r.rolsuper as superuser,
       r.rolbypassrls or exists (
         select from pg_namespace n where n.nspname in ('holdfast', 'holdfast_keys') and pg_has_role(r.oid, n.nspowner, 'member')) as owner,
       (select count(*) = cardinality($1::text[]) from pg_roles g where g.rolname = any ($1::text[]) and pg_has_role(r.oid, g.oid, 'member')) as member
     from pg_roles r where r.rolname = session_user`,
    [GROUPS],
  )
  return firstOf(rows)
}

/** Throws `config.invalid`, with the cure, for a login that the program must not run as. */
export function refuseTooMuch(standing: Standing): void {
  if (standing.superuser || standing.owner) {
    throw new HoldfastError(
      'config.invalid',
      `DATABASE_URL logs in as ${standing.login}, who owns the tables or may read past their policies. Make a login of its own (CREATE ROLE holdfast_app LOGIN PASSWORD '…'; GRANT ${GROUPS.join(', ')} TO holdfast_app;), keep the owner in DATABASE_OWNER_URL, or accept the risk with --single-role.`,
    )
  }
  if (!standing.member) {
    throw new HoldfastError(
      'config.invalid',
      `DATABASE_URL logs in as ${standing.login}, who is no member of the roles that Holdfast works in. Run, as the owner: GRANT ${GROUPS.join(', ')} TO ${quoted(standing.login)};`,
    )
  }
}

async function roleExists(owner: OwnerSession, role: string): Promise<boolean> {
  return (await owner.query('select from pg_roles where rolname = $1', [role])).length > 0
}

async function isMember(owner: OwnerSession, login: string, group: string): Promise<boolean> {
  if (!(await roleExists(owner, login))) {
    throw new HoldfastError(
      'config.invalid',
      `There is no role ${login}, which DATABASE_URL names. Make it first: CREATE ROLE ${quoted(login)} LOGIN PASSWORD '…';`,
    )
  }
  const rows = await owner.query<{ member: boolean }>("select pg_has_role($1::name, $2::name, 'member') as member", [
    login,
    group,
  ])
  return firstOf(rows).member
}

async function orCure(work: Promise<void>, statement: string): Promise<void> {
  try {
    await work
  } catch {
    throw new HoldfastError(
      'store.refused',
      `The owner's login may not make or grant roles. Let someone who may (a superuser, or CREATEROLE) run once: ${statement}`,
    )
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
